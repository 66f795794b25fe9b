/** What the variables are called that hold the rows of a training. */
import type { NodeFacts } from '../network/infer.ts';
import type { LearnedEnd } from './ends.ts';

/** Rows of random numbers that stand in for a person's own. */
export const ROWS = 1000;

/** An input of the network, and how many tokens there are to choose from where it is given their ids. */
export interface FedInput {
  readonly name: string;
  readonly facts: NodeFacts;
  readonly tokens: number | null;
}

/** What the variables are called that a batch is unpacked into. */
export interface Columns {
  readonly given: readonly string[];
  /** By output; that of an input which is its own target, too. */
  readonly targets: readonly string[];
  readonly all: readonly string[];
}

export function columnsOf(inputs: readonly FedInput[], ends: readonly LearnedEnd[]): Columns {
  const given = inputs.length === 1 ? ['x'] : inputs.map(({ name }) => `${name}_rows`);
  const targets = ends.map(({ target }, i) => {
    if (target.type !== 'input') return ends.length === 1 ? 'y' : `y_${i + 1}`;
    return given[inputs.findIndex(({ facts }) => facts.node.id === target.input)]!;
  });
  return { given, targets, all: [...new Set([...given, ...targets])] };
}
