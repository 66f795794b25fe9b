/** Rows that stand in for a person's own, and what loads them in batches. */
import type { TrainingSettings } from '../../network/document.ts';
import { codeWords } from '../../words/code.ts';
import { ROWS } from '../columns.ts';
import type { Columns, FedInput } from '../columns.ts';
import type { LearnedEnd } from '../ends.ts';
import { call, keyword, literal, oneOrMany, tuple } from '../python.ts';

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
