/** Every loss as Keras code. */
import { sizeOf } from '../../kinds/shape.ts';
import { codeWords } from '../../words/code.ts';
import type { Learned, LearnedEnd } from '../ends.ts';
import { call, literal, snakeCase } from '../python.ts';
import { args } from './arguments.ts';
import type { Config } from './arguments.ts';

/** Losses that take the index of a class; the others want one number for each of the network's. */
const OF_INDEX = 'sparseCategoricalCrossentropy';

/** The name of Keras' loss; its sparse one knows no smoothing. */
function kerasLoss({ loss: { kind }, params }: LearnedEnd): string {
  const smoothed = kind === OF_INDEX && Number(params['labelSmoothing']) > 0;
  return smoothed ? 'categoricalCrossentropy' : kind;
}

/** How many numbers stand for a class where one index does not do; null where it does. */
export const oneHot = (end: LearnedEnd, mixed: boolean): number | null =>
  end.classes === null || end.predicted.at(-1) === 1 || (!mixed && kerasLoss(end) === OF_INDEX)
    ? null
    : end.classes;

function configOf(end: LearnedEnd): Config {
  const told = Object.entries(end.params).filter(
    ([name]) => !(kerasLoss(end) === OF_INDEX && name === 'labelSmoothing'),
  );
  return {
    ...Object.fromEntries(told.map(([name, value]) => [snakeCase(name), value])),
    ...(end.loss.inside !== null && !end.inside && { from_logits: true }),
  };
}

const className = (kind: string): string =>
  kind === 'klDivergence' ? 'KLDivergence' : kind[0]!.toUpperCase() + kind.slice(1);

export interface WrittenLoss {
  /** What the model is compiled with. */
  readonly loss: string;
  /** The function of its own that this names. */
  readonly lines: readonly string[];
}

/**
 * `mixed`: targets are mixed with others. `name`: of a function, where one has to be written. `weights`: where a class' weight lies.
 */
export function lossText(
  end: LearnedEnd,
  { recipe }: Learned,
  mixed: boolean,
  name: string,
  weights: string,
): WrittenLoss {
  const kind = mixed && kerasLoss(end) === OF_INDEX ? 'categoricalCrossentropy' : kerasLoss(end);
  const said = args(className(kind), configOf(end));
  const given = call(`keras.losses.${snakeCase(kind)}`, ['y', 'prediction', ...said]);
  const own = (...lines: readonly string[]): WrittenLoss => ({
    loss: name,
    lines: ['', '', `def ${name}(y, prediction):`, ...lines.map((line) => `    ${line}`)],
  });
  if (recipe.summed) return own(`# ${codeWords.summed}`, `return ${sizeOf(end.predicted)} * ${given}`);
  if (end.padding !== null)
    return own(
      `# ${codeWords.padding}`,
      `counts = keras.ops.cast(y != ${end.padding}, "float32")`,
      `losses = counts * ${given}`,
      ...(end.classWeights !== 'none'
        ? [`losses *= keras.ops.take(${weights}, keras.ops.cast(y, "int32"))`]
        : []),
      'return keras.ops.sum(losses, axis=1) / keras.ops.maximum(keras.ops.sum(counts, axis=1), 1)',
    );
  return {
    loss: said.length === 0 ? literal(snakeCase(kind)) : call(`keras.losses.${className(kind)}`, said),
    lines: [],
  };
}
