/** model.weights.h5: one group a layer, its weights as `vars/0`, `vars/1`, … in Keras' order. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as h5wasm from 'h5wasm/node';
import type { Shape } from '../../../../shared/kinds/shape.ts';
import { sizeOf } from '../../../../shared/kinds/shape.ts';

export interface WeightGroup {
  /** `dense_1` */
  readonly group: string;
  /** The layer's name, which Keras keeps beside its weights. */
  readonly layer: string;
  /** By the part of the layer that holds them ('' is the layer itself), each in the order of its `vars`. */
  readonly parts: ReadonlyMap<string, readonly StoredWeight[]>;
}
export interface StoredWeight {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** h5wasm works on files; each call has a folder of its own that is gone afterwards. */
async function inFolder<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'neuroloom-h5-'));
  try {
    await h5wasm.ready;
    return await use(join(folder, 'model.weights.h5'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const writeWeights = (groups: readonly WeightGroup[]): Promise<Uint8Array> =>
  inFolder(async (path) => {
    const file = new h5wasm.File(path, 'w');
    const root = file.create_group('layers');
    for (const { group, layer, parts } of groups) {
      const own = root.create_group(group);
      for (const [part, weights] of new Map([['', []], ...parts])) {
        const vars = folder(own, part).create_group('vars');
        vars.create_attribute('name', part === '' ? layer : part.split('/').at(-1)!);
        weights.forEach(({ shape, values }, i) =>
          vars.create_dataset({ name: String(i), data: values, shape: [...shape], dtype: '<f4' }),
        );
      }
    }
    file.create_group('vars');
    file.close();
    return readFile(path);
  });

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The group at a path of parts, made where it is not there yet. */
const folder = (parent: h5wasm.Group, path: string): h5wasm.Group =>
  path === ''
    ? parent
    : path.split('/').reduce((at, name) => {
        const found = at.keys().includes(name) ? at.get(name) : at.create_group(name);
        return found as h5wasm.Group;
      }, parent);

/** By group, then by part. Throws on a file that is not HDF5 or holds other than float32. */
export const readWeights = (bytes: Uint8Array): Promise<ReadonlyMap<string, WeightGroup['parts']>> =>
  inFolder(async (path) => {
    // Checked here, because the library prints what it thinks of other files.
    if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw new Error('model.weights.h5 is not HDF5');
    await writeFile(path, bytes);
    const file = new h5wasm.File(path, 'r');
    try {
      const root = group(file, 'layers');
      return new Map(root.keys().map((name) => [name, new Map(readParts(group(root, name), ''))]));
    } finally {
      file.close();
    }
  });

function group(parent: h5wasm.Group, name: string): h5wasm.Group {
  const found = parent.get(name);
  if (!(found instanceof h5wasm.Group)) throw new Error(`model.weights.h5 has no group ${name}`);
  return found;
}

function* readParts(at: h5wasm.Group, path: string): Generator<[string, readonly StoredWeight[]]> {
  for (const name of at.keys()) {
    // A seed generator's state is no weight.
    if (name === 'seed_generator') continue;
    const child = at.get(name);
    if (!(child instanceof h5wasm.Group)) continue;
    if (name === 'vars') yield [path, readVars(child)];
    else yield* readParts(child, path === '' ? name : `${path}/${name}`);
  }
}

const readVars = (vars: h5wasm.Group): readonly StoredWeight[] =>
  vars
    .keys()
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => {
      const dataset = vars.get(name);
      if (!(dataset instanceof h5wasm.Dataset)) throw new Error(`model.weights.h5: ${name} is not a weight`);
      const shape = dataset.shape ?? [];
      const values = dataset.value;
      if (!(values instanceof Float32Array) || values.length !== sizeOf(shape))
        throw new Error(`model.weights.h5: ${dataset.path} does not hold float32 numbers`);
      return { shape, values };
    });
