/** The problems of a project in the order in which a person walks through them. */
import { adviceAfter } from '../../shared/network/advice/index.ts';
import type { Network } from '../../shared/network/document.ts';
import { orderNetwork } from '../../shared/network/order.ts';
import type { Problem } from '../../shared/words/problems.ts';

/** What is wrong in one place: with a layer, a network, or (without both) the project. */
export interface ProblemGroup {
  readonly network: Network | null;
  readonly node: { readonly id: string; readonly name: string } | null;
  readonly problems: readonly Problem[];
}

/** By place, those with errors first: the project, then layer by layer in the order of the pass. */
export function groupProblems(
  networks: readonly Network[],
  problems: readonly Problem[],
): readonly ProblemGroup[] {
  const of = (network?: string, node?: string): Problem[] =>
    adviceAfter(problems.filter(({ at }) => at.network === network && at.node === node));
  const groups = [
    { network: null, node: null, problems: of() },
    ...networks.flatMap((network): ProblemGroup[] => {
      const { order, looped } = orderNetwork(network);
      const nodes = [...order, ...network.nodes.filter(({ id }) => looped.includes(id))];
      return [
        { network, node: null, problems: of(network.id) },
        ...nodes.map(({ id, name }) => ({ network, node: { id, name }, problems: of(network.id, id) })),
      ];
    }),
  ];
  const wrong = ({ problems: own }: ProblemGroup): boolean => own[0]?.severity === 'error';
  const found = groups.filter((group) => group.problems.length > 0);
  return [...found.filter(wrong), ...found.filter((group) => !wrong(group))];
}
