/** Rows that stand in for a person's own, and what loads them in batches. */
import type { NodeFacts } from '../../network/infer.ts';
import type { TrainingSettings } from '../../network/document.ts';
import { codeWords } from '../../words/code.ts';
import type { LearnedEnd } from '../ends.ts';
import { call, keyword, literal, oneOrMany, tuple } from '../python.ts';

const ROWS = 1000;

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
  const given = inputs.length === 1 ? ['x'] : inputs.map(({ name }) => name);
  const targets = ends.map(({ target }, i) => {
    if (target.type !== 'input') return ends.length === 1 ? 'y' : `y_${i + 1}`;
    return given[inputs.findIndex(({ facts }) => facts.node.id === target.input)]!;
  });
  return { given, targets, all: [...new Set([...given, ...targets])] };
}

/** As a loop unpacks them. */
export const unpacked = ({ all }: Columns): string => (all.length === 1 ? `(${all[0]!},)` : oneOrMany(all));

const random = (shape: readonly number[], most: number | null): string =>
  most === null
    ? `torch.rand(${[ROWS, ...shape].join(', ')})`
    : `torch.randint(${most}, ${tuple([ROWS, ...shape].map(String))})`;

export function rowLines(
  { batchSize, validationFraction: held }: TrainingSettings,
  inputs: readonly FedInput[],
  ends: readonly LearnedEnd[],
  { given, targets, all }: Columns,
): readonly string[] {
  return [
    `# ${codeWords.rows}`,
    ...inputs.map(({ facts, tokens }, i) => `${given[i]!} = ${random(facts.outputs[0]!, tokens)}`),
    ...ends.flatMap(({ target, shape, classes, standard }, i) => [
      ...(target.type === 'input' ? [] : [`${targets[i]!} = ${random(shape, classes)}`]),
      ...(standard
        ? [`${targets[i]!} = (${targets[i]!} - ${targets[i]!}.mean()) / ${targets[i]!}.std()`]
        : []),
    ]),
    `rows = ${call('TensorDataset', all)}`,
    ...(held > 0
      ? [
          `rows, validation_rows = random_split(rows, (${Number((1 - held).toPrecision(12))}, ${held}))`,
          `validation_loader = DataLoader(validation_rows, ${keyword('batch_size', literal(batchSize))})`,
        ]
      : []),
    `loader = DataLoader(rows, ${keyword('batch_size', literal(batchSize))}, shuffle=True)`,
  ];
}
