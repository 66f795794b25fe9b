/** What an output layer is told about the classes of its target: which do not go together, and what each class counts. */
import { topKCategoricalAccuracy } from '../kinds/metrics/top-k-categorical-accuracy.ts';
import { paramWords } from '../words/kinds.ts';
import type { Fix, Problem } from '../words/problems.ts';
import type { Said } from '../words/said.ts';
import { valueWords } from '../words/values.ts';
import type { Network } from './document.ts';
import type { Target } from './ends.ts';
import { setParam } from './fixes.ts';
import type { NodeFacts } from './infer.ts';
import { classesOf } from './measures.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a row of each class counts in the loss, in the order of the classes; by a rule over the rows, or all alike. */
export type ClassWeights = 'none' | 'balanced' | readonly number[];

export function classWeightsOf(params: Values, target: Target): ClassWeights {
  const { classWeights } = params;
  if (target.type === 'category' && classWeights === 'own') {
    const given = params['classWeight'] as Readonly<Record<string, number>>;
    return target.column.classes.map((name) => (Object.hasOwn(given, name) ? given[name]! : 1));
  }
  return classWeights === 'balanced' && classesOf(target).length > 0 ? classWeights : 'none';
}

/** The output's settings that this target cannot follow. */
export function checkOutput(network: Network, { node, kind, params }: NodeFacts, target: Target): Problem[] {
  const wrong = (param: string, reason: Said, fix: Fix): Problem => {
    const { label } = paramWords('layers', kind.kind, param, kind.params[param]!);
    const at = { network: network.id, node: node.id, param };
    return {
      at,
      severity: 'error',
      code: 'param-invalid',
      facts: { layer: node.name, param: label, reason },
      fix,
    };
  };
  const set = (param: string, value: unknown): Fix => setParam(network, node, param, value);
  const problems: Problem[] = [];

  const classes = classesOf(target);
  const usual = topKCategoricalAccuracy.params.k.default;
  const k = params['k'] as number;
  // The usual number is not measured where there are too few; another one was asked for.
  if (classes.length > 0 && k !== usual && k >= classes.length) {
    const most = classes.length > 2 && classes.length - 1 !== usual ? classes.length - 1 : usual;
    problems.push(wrong('k', valueWords.fewerThanClasses(classes.length), set('k', most)));
  }

  if (params['classWeights'] !== 'own') return problems;
  if (target.type === 'tokens')
    problems.push(wrong('classWeights', valueWords.notOfTokens, set('classWeights', 'balanced')));
  if (target.type !== 'category') return problems;
  const given = params['classWeight'] as Readonly<Record<string, number>>;
  const unknown = Object.keys(given).find((name) => !classes.includes(name));
  if (unknown !== undefined) {
    const known = Object.fromEntries(Object.entries(given).filter(([name]) => classes.includes(name)));
    problems.push(
      wrong('classWeight', valueWords.noClass(unknown, target.column.name), set('classWeight', known)),
    );
  } else if ((classWeightsOf(params, target) as readonly number[]).every((weight) => weight === 0)) {
    problems.push(wrong('classWeight', valueWords.oneAboveZero, set('classWeight', {})));
  }
  return problems;
}
