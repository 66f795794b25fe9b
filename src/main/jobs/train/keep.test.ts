import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { START_OF_COURSE } from '../checkpoint/checkpoint.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { createKeeper } from './keep.ts';

const folder = mkdtempSync(join(tmpdir(), 'neuroloom-keep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const state: Checkpoint = {
  tensors: new Map([['weights/dense/kernel', { shape: [1], values: Float32Array.of(1) }]]),
  step: 1,
  epoch: 1,
  seed: 0,
  sums: { rows: 0, series: [] },
  preprocessing: { inputs: {}, targets: {} },
  course: START_OF_COURSE,
  best: null,
};

/** A keeper whose clock is `clock.now`, and whose core takes `clock.takes` to answer. */
function keeperOf(checkpointEvery: { readonly epochs: number; readonly steps: number }, takes = 0) {
  const clock = { now: 0 };
  const kept = (): Promise<null> => {
    clock.now += takes;
    return Promise.resolve(null);
  };
  const control = { asked: null, kept };
  const keeper = createKeeper(
    { checkpoints: folder, checkpointEvery },
    control,
    () => undefined,
    () => clock.now,
  );
  return { keeper, clock };
}

test('short epochs share a checkpoint, long ones have several', async () => {
  const { keeper, clock } = keeperOf({ epochs: 1000, steps: 60_000 });
  clock.now = 999;
  expect(keeper.due('epochs')).toBe(false);
  clock.now = 1000;
  expect(keeper.due('epochs')).toBe(true);
  expect(keeper.due('steps')).toBe(false);
  await keeper.begin(state);
  expect(keeper.due('epochs')).toBe(false);
  await keeper.settle();
  clock.now = 60_999;
  expect(keeper.due('steps')).toBe(false);
  clock.now = 61_000;
  expect(keeper.due('steps')).toBe(true);
});

test('a checkpoint that takes long is rare', async () => {
  const { keeper, clock } = keeperOf({ epochs: 1000, steps: 60_000 }, 500);
  await keeper.begin(state);
  await keeper.settle();
  clock.now = 500 + 9_999;
  expect(keeper.due('epochs')).toBe(false);
  clock.now = 500 + 10_000;
  expect(keeper.due('epochs')).toBe(true);
});

test('every epoch has one where none is to be saved, however long it takes', async () => {
  const { keeper } = keeperOf({ epochs: 0, steps: 60_000 }, 500);
  await keeper.begin(state);
  await keeper.settle();
  expect(keeper.due('epochs')).toBe(true);
});
