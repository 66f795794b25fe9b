/** What a GAN makes of noise, and the part of a variational autoencoder behind its middle of points there. */
import type { Generated, GenerateRequest } from '../../../shared/contract/generate.ts';
import { USUAL_SAMPLES } from '../../../shared/contract/generate.ts';
import type { InputPreprocessing } from '../../../shared/data/preprocessing.ts';
import { sameShape, sizeOf } from '../../../shared/kinds/shape.ts';
import { randomStream } from '../../../shared/random.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { generateReasons } from '../../../shared/words/generating.ts';
import type { BatchValues } from '../model/forward-rows.ts';
import { unprepared } from '../model/preprocess.ts';
import type { Maker } from './maker.ts';
import { gridPng } from './picture.ts';

type Noise = Pick<GenerateRequest, 'samples' | 'seed'>;

/** How far the plane of a two-number middle is shown, in standard deviations. */
const PLANE = 2;

/** Reconstructions side by side; of more rows, those that fill whole lines are shown. */
const LINE = 8;

export interface Made {
  readonly generated: Generated;
  readonly bytes: Uint8Array;
}

/** Samples of a GAN's generator: a row of the grid for each class, where it has such an input, with the same noise. */
export function sampleGan(model: Maker, { samples, seed = 0 }: Noise): Promise<Made> {
  const grid = gridOf(model, samples);
  const features = Object.fromEntries(
    inputsOf(model).map(([node, { columns, shape }]) => {
      if (columns.length > 0) return [node, classFeatures(model, node, grid)];
      const size = sizeOf(shape);
      const noise = normals(grid.noises * size, seed, `noise/${node}`);
      return [node, Float32Array.from({ length: grid.count * size }, (_, i) => noise[i % noise.length]!)];
    }),
  );
  return picture(model, model.forwardRaw(features, grid.count).outputs, grid, seed);
}

/**
 * Samples of a variational autoencoder: of a middle of two numbers the whole plane, unless a seed is given; else of normal
 * numbers, of `usualSeed` where none is. Throws `Failed` 'wrong-usage' where the network has no such middle.
 */
export function sampleAutoencoder(model: Maker, { samples, seed }: Noise, usualSeed = 0): Promise<Made> {
  const middle = model.inferred.order.find(({ kind }) => kind.kind === 'sampling');
  if (!middle) throw new Failed(failure('wrong-usage', { detail: generateReasons.noSampling() }));
  const size = sizeOf(middle.outputs[0]!);
  const asked = gridOf(model, samples);
  const plane = size === 2 && seed === undefined && asked.classes === null;
  const side = Math.ceil(Math.sqrt(asked.count));
  const grid = plane ? { ...asked, count: side * side, columns: side } : asked;
  const points = plane ? planePoints(side) : normals(grid.noises * size, seed ?? usualSeed, 'middle');
  // What comes before the middle does not matter: its value is given.
  const features = Object.fromEntries(
    inputsOf(model).map(([node, input]) => [
      node,
      classesOf(input)
        ? classFeatures(model, node, grid)
        : new Float32Array(grid.count * sizeOf(input.shape)),
    ]),
  );
  const given = Float32Array.from({ length: grid.count * size }, (_, i) => points[i % points.length]!);
  const { outputs } = model.forwardRaw(features, grid.count, { given: { [middle.node.id]: given } });
  return picture(model, outputs, grid, seed ?? usualSeed);
}

/** Row by row: the first number grows to the right, the second upwards. */
function planePoints(side: number): Float32Array {
  const at = (place: number): number => (side === 1 ? 0 : PLANE * ((2 * place) / (side - 1) - 1));
  return Float32Array.from({ length: side * side * 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / 2 / side), (i >> 1) % side];
    return i % 2 === 0 ? at(column) : at(side - 1 - row);
  });
}

function normals(count: number, seed: number, stream: string): Float32Array {
  const random = randomStream(seed, stream);
  return Float32Array.from({ length: count }, () => random.normal());
}

interface Grid {
  readonly count: number;
  readonly columns: number;
  /** How many different noises it takes. */
  readonly noises: number;
  readonly classes: readonly string[] | null;
}

/** The inputs of the network that makes the samples. */
const inputsOf = ({ preprocessing, inferred }: Maker): readonly [string, InputPreprocessing][] =>
  Object.entries(preprocessing.inputs).filter(([node]) => inferred.byId.has(node));

/** The classes of an input that is fed with one column of them. */
const classesOf = ({ columns }: InputPreprocessing): readonly string[] | null =>
  columns.length === 1 ? (columns[0]!.classes ?? null) : null;

function gridOf(model: Maker, samples: number | undefined): Grid {
  const classes = inputsOf(model)
    .map(([, input]) => classesOf(input))
    .find((found) => found !== null);
  if (classes) {
    const columns = samples ?? 8;
    return { count: classes.length * columns, columns, noises: columns, classes };
  }
  const count = samples ?? USUAL_SAMPLES;
  return { count, columns: Math.ceil(Math.sqrt(count)), noises: count, classes: null };
}

/** An input besides the noise: its class by the row of the grid, or what rows of the data set hold. */
function classFeatures(model: Maker, node: string, { count, columns }: Grid): Float32Array {
  const classes = classesOf(model.preprocessing.inputs[node]!);
  if (!classes) {
    const rows = model.rowsOf('train');
    return model.rawRows(Int32Array.from({ length: count }, (_, i) => rows[i % rows.length]!))[node]!;
  }
  const features = new Float32Array(count * classes.length);
  for (let i = 0; i < count; i++) features[i * classes.length + Math.floor(i / columns)] = 1;
  return features;
}

/**
 * Rows of the data set over what an autoencoder gives back of them, line by line; null where it reads no pictures, or gives
 * back something else.
 */
export async function reconstructions(model: Maker, all: Int32Array): Promise<Made | null> {
  const columns = Math.min(all.length, LINE);
  const rows = all.subarray(0, all.length - (all.length % columns));
  const raw = model.rawRows(rows);
  const [output, { shape, values }] = Object.entries(model.forwardRaw(raw, rows.length).outputs)[0]!;
  const target = model.preprocessing.targets[output];
  const node = target?.type === 'input' ? target.input : null;
  const input = node === null ? null : model.preprocessing.inputs[node]!;
  if (node === null || input?.columns[0]?.type !== 'image' || !sameShape(input.shape, shape)) return null;
  const size = sizeOf(shape);
  const both = [raw[node]!, unprepared(values, input)];
  const pictures = new Float32Array(2 * rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    const [line, column] = [Math.floor(i / columns), i % columns];
    both.forEach((from, k) => {
      const place = (2 * line + k) * columns + column;
      pictures.set(from.subarray(i * size, (i + 1) * size), place * size);
    });
  }
  const { png, width, height } = await gridPng(pictures, shape, columns);
  return { generated: { form: 'reconstructions', samples: rows.length, columns, width, height }, bytes: png };
}

async function picture(
  model: Maker,
  outputs: Readonly<Record<string, BatchValues>>,
  { count, columns, classes }: Grid,
  seed: number,
): Promise<Made> {
  const [output, { shape, values }] = Object.entries(outputs)[0]!;
  const input = madeLike(model, output, shape);
  const raw = input ? unprepared(values, input) : values;
  if (input?.columns[0]?.type === 'image') {
    const { png, width, height } = await gridPng(raw, input.shape, columns);
    return {
      generated: { form: 'pictures', seed, samples: count, columns, width, height, classes },
      bytes: png,
    };
  }
  const width = sizeOf(shape);
  const cells = Array.from({ length: count }, (_, row) => {
    const own = readRow(raw.subarray(row * width, (row + 1) * width), input);
    return classes ? [classes[Math.floor(row / columns)]!, ...own] : own;
  });
  const names = input
    ? input.columns.map(({ name }) => name)
    : Array.from({ length: width }, (_, i) => String(i + 1));
  return {
    generated: { form: 'numbers', seed, names: classes ? ['', ...names] : names, rows: cells },
    bytes: new Uint8Array(),
  };
}

/** The input whose values the output takes after: the one that it learns, or of its shape, rather another network's. */
function madeLike(
  { preprocessing: { inputs, targets }, inferred }: Maker,
  output: string,
  shape: BatchValues['shape'],
): InputPreprocessing | null {
  const target = targets[output];
  if (target?.type === 'input') return inputs[target.input]!;
  const like = Object.entries(inputs).filter(
    ([, input]) => input.columns.length > 0 && sameShape(input.shape, shape),
  );
  const [, found = null] = like.find(([node]) => !inferred.byId.has(node)) ?? like[0] ?? [];
  return found;
}

/** Numbers as they are, of a category the likeliest class. */
function readRow(values: Float32Array, input: InputPreprocessing | null): (number | string)[] {
  if (!input) return [...values];
  let at = 0;
  return input.columns.flatMap(({ type, classes }): (number | string)[] => {
    if (type === 'category' && classes) {
      const own = values.subarray(at, (at += classes.length));
      return [classes[own.indexOf(Math.max(...own))]!];
    }
    return [values[at++]!];
  });
}
