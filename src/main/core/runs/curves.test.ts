import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Input } from '../../../shared/contract/core.ts';
import type { Metric } from '../../../shared/contract/runs.ts';
import { everyMetric } from '../../../shared/runs/every-metric.ts';
import { unpacked } from '../../../shared/runs/packed.ts';
import { MovingAverage, RunSeries } from '../../../shared/runs/series.ts';
import type { Core } from '../core.ts';
import { openStore } from '../store/database.ts';
import { insertMetrics } from '../store/metrics.ts';
import { projectOn, writeDataset } from '../testing/data.ts';
import { asker, newWorkspace, openTestCore, removeWorkspace, untilState } from '../testing/harness.ts';
import type { Ask } from '../testing/harness.ts';

const STEPS = 30_000;
const PER_EPOCH = 10;
let workspace: string;
let core: Core;
let ask: Ask;
let run: string;

const isEpoch = (step: number): boolean => step % PER_EPOCH === 0;
const lossOf = (step: number): number => 1 / step + Math.sin(step * step) / 9;
const measured = (step: number): Metric[] => [
  ...(isEpoch(step) ? [{ step, name: 'epoch/loss', value: 2 / step }] : []),
  { step, name: 'loss', value: lossOf(step) },
];
/** Writes what a job would have told, beside the core. */
const write = (of: string, metrics: readonly Metric[]): void => {
  const store = openStore(join(workspace, 'neuroloom.db'));
  insertMetrics(store, of, metrics);
  store.close();
};
const steps = (from: number, to: number): Metric[] =>
  Array.from({ length: to - from + 1 }, (_, i) => measured(from + i)).flat();

async function curves(input: Input<'runs.curves'>): Promise<{ series: RunSeries; bytes: number }> {
  const reply = await core.answer('runs.curves', input);
  if (!reply.ok) throw new Error(reply.failure.code);
  const series = unpacked(reply.value as never, reply.bytes, input.weight ?? 0);
  return { series, bytes: reply.bytes.length };
}
async function stretch(input: Input<'runs.stretch'>) {
  const reply = await core.answer('runs.stretch', input);
  if (!reply.ok) throw new Error(reply.failure.code);
  return (
    unpacked(reply.value as never, reply.bytes, input.weight ?? 0)
      .of(input.name)
      ?.points() ?? null
  );
}

beforeAll(async () => {
  workspace = newWorkspace();
  const data = writeDataset(workspace, 'points');
  core = await openTestCore(workspace);
  ask = asker(core);
  ({ run } = await ask('runs.start', { project: projectOn(data, {}, 1) }));
  await untilState(ask, run, 'finished');
  const store = openStore(join(workspace, 'neuroloom.db'));
  store.db.prepare('DELETE FROM metrics WHERE run = ?').run(run);
  store.close();
  write(run, steps(1, STEPS));
});
afterAll(async () => {
  await core.close(0);
  removeWorkspace(workspace);
});

it('are of every number, in few bytes, and others are answered while they are read', async () => {
  const all = new RunSeries();
  all.add(steps(1, STEPS));
  let [turns, read] = [0, false];
  const others = async (): Promise<void> => {
    for (; !read; turns++) await setImmediate();
  };
  const [{ series, bytes }] = await Promise.all([curves({ run }).finally(() => (read = true)), others()]);
  expect(turns).toBeGreaterThan(5);
  expect([...series.byName.keys()].sort()).toEqual(['epoch/loss', 'loss']);
  for (const [name, one] of series.byName) expect(one.numbers()).toEqual(all.of(name)!.numbers());
  expect(bytes).toBeLessThan(60_000);
});

it('are those measured each step or once an epoch, as asked, and smoothed', async () => {
  expect([...(await curves({ run, of: 'epoch' })).series.byName.keys()]).toEqual(['epoch/loss']);
  const all = new RunSeries(0.99);
  all.add(steps(1, STEPS));
  const { series } = await curves({ run, of: 'step', weight: 0.99 });
  expect([...series.byName.keys()]).toEqual(['loss']);
  expect(series.of('loss')!.numbers()).toEqual(all.of('loss')!.numbers());
});

it('follow what is written, also more of the step that was the last', async () => {
  await curves({ run });
  write(run, [{ step: STEPS, name: 'validation/loss', value: 0.5 }]);
  write(run, steps(STEPS + 1, STEPS + 500));
  const all = new RunSeries();
  all.add(steps(1, STEPS + 500));
  const [{ series }, again] = await Promise.all([curves({ run }), curves({ run })]);
  for (const each of [series, again.series]) {
    expect(each.of('validation/loss')!.points()).toEqual({ x: [STEPS], y: [0.5] });
    for (const name of ['loss', 'epoch/loss'])
      expect(each.of(name)!.numbers()).toEqual(all.of(name)!.numbers());
  }
});

it('have every number of a short stretch, smoothed as the whole is', async () => {
  const near = await stretch({ run, name: 'loss', from: 19_999.5, to: 20_300 });
  const wanted = Array.from({ length: 301 }, (_, i) => 20_000 + i);
  expect(near).toEqual({ x: wanted, y: wanted.map(lossOf) });
  const average = new MovingAverage(0.9);
  const smooth = Array.from({ length: 20_300 }, (_, i) => average.next(lossOf(i + 1)));
  const smoothed = await stretch({ run, name: 'loss', weight: 0.9, from: 20_000, to: 20_300 });
  smoothed!.y.forEach((value, i) => expect(value).toBeCloseTo(smooth[19_999 + i]!, 12));
  expect((await stretch({ run, name: 'epoch/loss', from: 95, to: 125 }))!.x).toEqual([100, 110, 120]);
  expect(await stretch({ run, name: 'loss', from: 1e6, to: 2e6 })).toBeNull();
  expect((await stretch({ run, name: 'loss', from: 0, to: 1e6 }))!.x.length).toBeLessThan(1700);
});

it('leave every number to be had, page by page', async () => {
  const page = await ask('runs.metrics', { run });
  expect(page.length).toBeLessThan(STEPS);
  expect(page.filter(({ step }) => step === page.at(-1)!.step)).toEqual(measured(page.at(-1)!.step));
  const all = await everyMetric({ request: ask }, run);
  expect(all.filter(({ name, step }) => name === 'loss' && step <= STEPS).map(({ value }) => value)).toEqual(
    Array.from({ length: STEPS }, (_, i) => lossOf(i + 1)),
  );
});

it('are of a run that is there to the end', async () => {
  for (const name of ['runs.curves', 'runs.stretch'] as const) {
    const range = name === 'runs.stretch' && { name: 'loss', from: 0, to: 1 };
    expect(await core.answer(name, { run: 'nobody', ...range })).toMatchObject({
      failure: { code: 'not-found' },
    });
    expect(await core.answer(name, { run, weight: 1, ...range })).toMatchObject({
      failure: { code: 'bad-request' },
    });
  }
  await core.close(0);
  core = await openTestCore(workspace);
  ask = asker(core);
  const reading = core.answer('runs.curves', { run });
  await ask('runs.delete', { run });
  expect(await reading).toMatchObject({ failure: { code: 'not-found' } });
});
