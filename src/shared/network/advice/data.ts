/** What the data has to do with the network: its scale, its size, how its rows are divided. */
import type { Column } from '../../data/manifest.ts';
import type { Problem } from '../../words/problems.ts';
import { setParam } from '../fixes.ts';
import { edgesFrom } from '../wires.ts';
import { advice } from './rule.ts';
import type { Rule } from './rule.ts';

/** Numbers that reach further from 0 than this want to be brought closer. */
const FAR = 10;
/** Layers that bring what comes to the scale that they want. */
const SCALING = ['normalization', 'rescaling', 'batchNormalization', 'layerNormalization'];

const notNormalised: Rule = ({ project, manifest, networks }) =>
  networks.flatMap(({ network, inferred }) =>
    inferred.order.flatMap(({ node, kind, params }): Problem[] => {
      if (kind.kind !== 'input' || params['normalise'] !== 'none') return [];
      const fed = edgesFrom(network, node.id).map(({ to }) => to.node);
      if (network.nodes.some(({ id, kind: next }) => fed.includes(id) && SCALING.includes(next))) return [];
      const names = project.data.inputs[node.id] ?? [];
      const columns = manifest?.columns.filter(({ name }) => names.includes(name)) ?? [];
      const range = rangeOf(columns);
      if (!range || Math.max(Math.abs(range.low), Math.abs(range.high)) <= FAR) return [];
      const at = { network: network.id, node: node.id, param: 'normalise' };
      const fix = setParam(network, node, 'normalise', range.what === 'pixels' ? 'unit' : 'standard');
      return [advice('not-normalised', at, { layer: node.name, ...range }, fix)];
    }),
  );

function rangeOf(
  columns: readonly Column[],
): { readonly what: 'pixels' | 'numbers'; readonly low: number; readonly high: number } | null {
  if (columns.some(({ type }) => type === 'image')) return { what: 'pixels', low: 0, high: 255 };
  const numbers = columns.flatMap((column) =>
    column.type === 'number' && column.statistics ? [column.statistics] : [],
  );
  return numbers.length === 0
    ? null
    : {
        what: 'numbers',
        low: Math.min(...numbers.map(({ min }) => min)),
        high: Math.max(...numbers.map(({ max }) => max)),
      };
}

/** So many weights for each row, and so many at least, are worth a word. */
const WEIGHTS_A_ROW = 100;
const MANY_WEIGHTS = 100_000;

/** Where a row has one answer. What gives back pictures or texts learns from every number and token of a row. */
const manyWeights: Rule = ({ project, networks, size }) => {
  if (project.recipe.kind !== 'supervised' || !size) return [];
  const { rows } = size;
  const weights = networks.reduce((sum, { inferred }) => sum + inferred.trainableParameters, 0);
  return rows > 0 && weights >= Math.max(MANY_WEIGHTS, WEIGHTS_A_ROW * rows)
    ? [advice('many-weights', {}, { weights, rows })]
    : [];
};

/** The rarest class is this many times rarer than the most frequent one. */
const UNEVEN = 10;

const classesUneven: Rule = ({ project, manifest, networks }) =>
  networks.flatMap(({ network, inferred }) =>
    inferred.order.flatMap(({ node, kind, params }): Problem[] => {
      if (kind.kind !== 'output' || params['classWeights'] !== 'none') return [];
      const column = manifest?.columns.find(({ name }) => name === project.data.targets[node.id]);
      if (column?.type !== 'category') return [];
      const counted = column.classes.map((name, i) => ({ name, rows: column.counts.train[i] ?? 0 }));
      const present = counted.filter(({ rows }) => rows > 0).sort((a, b) => a.rows - b.rows);
      const [rare, often] = [present[0], present.at(-1)];
      if (!rare || !often || often.rows < UNEVEN * rare.rows) return [];
      const at = { network: network.id, node: node.id, param: 'classWeights' };
      const times = Math.round(often.rows / rare.rows);
      const facts = { column: column.name, often: often.name, rare: rare.name, times };
      return [advice('classes-uneven', at, facts, setParam(network, node, 'classWeights', 'balanced'))];
    }),
  );

/** Where every row has the same answer. */
const targetConstant: Rule = ({ project, manifest, networks }) =>
  networks.flatMap(({ network, inferred }) =>
    inferred.order.flatMap(({ node, kind }): Problem[] => {
      if (kind.kind !== 'output') return [];
      const column = manifest?.columns.find(({ name }) => name === project.data.targets[node.id]);
      const value = column ? onlyValue(column) : null;
      const at = { network: network.id, node: node.id };
      return value === null ? [] : [advice('target-constant', at, { column: column!.name, value })];
    }),
  );

/** What stands in every row of a column that is learned; null where that differs. */
function onlyValue(column: Column): string | null {
  if (column.type === 'category') {
    const present = column.classes.filter((_, i) => (column.counts.train[i] ?? 0) > 0);
    return present.length === 1 ? present[0]! : null;
  }
  if (column.type !== 'number' || !column.statistics) return null;
  const { min, max } = column.statistics;
  return min === max ? String(min) : null;
}

export const adviseOnData: Rule = (advised) =>
  [targetConstant, notNormalised, classesUneven, manyWeights].flatMap((rule) => rule(advised));
