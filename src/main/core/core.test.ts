import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Metric, RunSummary } from '../../shared/contract/runs.ts';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import type { Core } from './core.ts';
import { projectOn, writeDataset } from './testing/data.ts';
import {
  asker,
  newWorkspace,
  openTestCore,
  removeWorkspace,
  untilState,
  untilTrue,
} from './testing/harness.ts';
import type { Ask } from './testing/harness.ts';

let workspace: string;
let core: Core;
let ask: Ask;
let data: DatasetManifest;

beforeEach(async () => {
  workspace = newWorkspace();
  data = writeDataset(workspace, 'points');
  core = await openTestCore(workspace);
  ask = asker(core);
});
afterEach(async () => {
  await core.close(0);
  removeWorkspace(workspace);
});

const reopen = async (): Promise<void> => {
  await core.close(0);
  core = await openTestCore(workspace);
  ask = asker(core);
};

describe('requests', () => {
  it('refuses what the contract does not know', async () => {
    expect(await core.answer('runs.everything', {})).toMatchObject({ failure: { code: 'unknown-request' } });
    expect(await core.answer('__proto__', {})).toMatchObject({ failure: { code: 'unknown-request' } });
    expect(await core.answer('runs.get', { run: 'x', more: 1 })).toMatchObject({
      failure: { code: 'bad-request' },
    });
    expect(await core.answer('runs.get', null)).toMatchObject({ failure: { code: 'bad-request' } });
  });

  it('refuses payloads that would change prototypes or are nested without end, and stays as it was', async () => {
    for (const text of [
      '{"key":"a","value":{"__proto__":{"polluted":true}}}',
      '{"key":"a","value":[[{"__proto__":1}]]}',
      '{"__proto__":{"key":"a"},"key":"a","value":1}',
      `{"key":"a","value":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ]) {
      expect(await core.answer('settings.set', JSON.parse(text))).toMatchObject({
        failure: { code: 'bad-request' },
      });
    }
    expect('polluted' in {}).toBe(false);
    expect(await ask('settings.get', {})).toEqual({});
  });

  it('keeps settings', async () => {
    await ask('settings.set', { key: 'theme', value: { dark: [true, null] } });
    await reopen();
    expect(await ask('settings.get', {})).toEqual({ theme: { dark: [true, null] } });
  });
});

describe('a run', () => {
  it('trains to its end, with its numbers in the database before anyone hears of them', async () => {
    const heard: Metric[] = [];
    const missing: Metric[] = [];
    const samples: unknown[] = [];
    core.events.subscribe((name, payload) => name === 'run.sample' && samples.push(payload));
    core.events.subscribe((name, payload) => {
      if (name !== 'run.metrics') return;
      const { run: id, metrics } = payload as { run: string; metrics: Metric[] };
      heard.push(...metrics);
      void core.answer('runs.metrics', { run: id }).then((reply) => {
        const stored = new Set(
          (reply.ok ? (reply.value as Metric[]) : []).map((m) => `${m.step} ${m.name} ${m.value}`),
        );
        missing.push(...metrics.filter((m) => !stored.has(`${m.step} ${m.name} ${m.value}`)));
      });
    });
    const { run } = await ask('runs.start', { project: projectOn(data) });
    const done = await untilState(ask, run, 'finished', 'failed', 'interrupted');
    expect(done).toMatchObject({
      name: 'Run 1',
      state: 'finished',
      failure: null,
      parameters: 1234,
      engine: { version: 'fixture' },
      checkpoint: { step: 60, epoch: 3 },
      test: { metrics: { accuracy: 0.5 } },
      dataset: { id: 'points', name: 'Points' },
    });
    expect(heard.filter(({ name }) => name === 'loss').map(({ step }) => step)).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
    expect(missing).toEqual([]);
    expect(done.latest['validation/accuracy']).toBe(heard.at(-1)!.value);
    const told = (await ask('runs.metrics', { run, afterStep: 20 })).filter(({ name }) => name !== 'loss');
    expect(told).toEqual(heard.filter(({ name, step }) => name !== 'loss' && step > 20));
    // What was made after each epoch, with its bytes.
    expect(samples).toEqual([1, 2, 3].map((epoch) => ({ run, epoch, step: epoch * 20 })));
    expect(await ask('runs.samples', { run })).toEqual(
      [1, 2, 3].map((epoch) => ({ epoch, step: epoch * 20 })),
    );
    const sample = await core.answer('runs.sample', { run, epoch: 2 });
    expect(sample).toMatchObject({ ok: true, value: { epoch: 2, step: 40, made: { form: 'pictures' } } });
    expect(sample.ok && [...sample.bytes]).toEqual([2]);
    await expect(ask('runs.sample', { run, epoch: 4 })).rejects.toMatchObject({
      failure: { code: 'not-found' },
    });
    // The two newest checkpoints are kept, nothing else.
    expect(readdirSync(join(workspace, 'checkpoints', run)).sort()).toEqual([
      '40.safetensors',
      '60.safetensors',
    ]);
  });

  it('is refused with its problems in words', async () => {
    const project = projectOn(data);
    const lost = { ...project, data: { ...project.data, dataset: { id: 'gone', name: 'Gone' } } };
    await expect(ask('runs.start', { project: lost })).rejects.toThrow('The data set "Gone" is not here');
  });

  it('is shown to those who watch it and to nobody else, until they stop or are gone', async () => {
    const watcher = () => {
      const shown: { step: number; bytes: number[] }[] = [];
      let gone = (): void => undefined;
      const client = {
        show: ({ step }: { step: number }, bytes: Uint8Array) => void shown.push({ step, bytes: [...bytes] }),
        onClose: (listener: () => void) => void (gone = listener),
      };
      return { client, shown, close: () => gone() };
    };
    const events: string[] = [];
    core.events.subscribe((name) => events.push(name));
    const slow = projectOn(data, { stepMilliseconds: 10 });
    const { run } = await ask('runs.start', { project: slow });
    const [early, late, other] = [watcher(), watcher(), watcher()];
    const watch = (who: typeof early, on = true) => core.answer('runs.watch', { run, on }, who.client);
    // Before its job is there.
    expect(await watch(early)).toMatchObject({ ok: true });
    expect(await core.answer('runs.watch', { run: 'none', on: true }, other.client)).toMatchObject({
      failure: { code: 'not-found' },
    });
    await untilTrue('the first is shown', () => early.shown.length > 2);
    await watch(late);
    await untilTrue('both are shown', () => late.shown.length > 2);
    early.close();
    const before = early.shown.length;
    const { step, bytes } = late.shown[0]!;
    expect(bytes).toEqual([step]);
    await watch(late, false);
    const last = late.shown.length;
    await untilState(ask, run, 'finished');
    expect([early.shown.length, other.shown.length]).toEqual([before, 0]);
    expect(late.shown.length).toBe(last);
    expect(events).not.toContain('run.watched');
  });

  it('waits in the queue, and leaves it when paused or stopped', async () => {
    const slow = projectOn(data, { stepMilliseconds: 2 });
    const { run: first } = await ask('runs.start', { project: slow });
    const { run: second } = await ask('runs.start', { project: slow });
    const { run: third } = await ask('runs.start', { project: projectOn(data) });
    await untilState(ask, first, 'training');
    expect((await ask('runs.list', {})).map(({ state }) => state).slice(0, 2)).toEqual(['queued', 'queued']);
    await ask('runs.stop', { run: second });
    expect(await untilState(ask, second, 'stopped')).toMatchObject({ checkpoint: null });
    await untilState(ask, first, 'finished');
    await untilState(ask, third, 'finished');
    await ask('runs.resume', { run: second });
    await untilState(ask, second, 'finished');
  });

  it('trains beside others where the settings say so', async () => {
    const slow = projectOn(data, { stepMilliseconds: 30 });
    const { run: first } = await ask('runs.start', { project: slow });
    const { run: second } = await ask('runs.start', { project: slow });
    await untilState(ask, first, 'training');
    await ask('settings.set', { key: 'queue.runsAtOnce', value: 2 });
    await untilState(ask, second, 'training');
    expect((await ask('runs.get', { run: first })).run.state).toBe('training');
    expect(await ask('core.runsOnClose', {})).toEqual({ active: 2, answer: 'ask' });
    for (const run of [first, second]) await ask('runs.stop', { run });
    for (const run of [first, second]) await untilState(ask, run, 'stopped');
    await ask('settings.set', { key: 'runs.onClose', value: 'pause' });
    await untilTrue('both are gone', async () => (await ask('core.runsOnClose', {})).active === 0);
    expect((await ask('core.runsOnClose', {})).answer).toBe('pause');
  });

  it('is paused, goes on, and ends as one left alone', async () => {
    const project = projectOn(data, { stepMilliseconds: 2 });
    const { run: alone } = await ask('runs.start', { project });
    const { run } = await ask('runs.start', { project });
    const wanted = await untilState(ask, alone, 'finished');
    await untilState(ask, run, 'training');
    await ask('runs.pause', { run });
    const paused = await untilState(ask, run, 'paused', 'finished');
    expect(paused.state).toBe('paused');
    await ask('runs.resume', { run });
    const done = await untilState(ask, run, 'finished');
    expect(done.checkpoint?.weights).toBe(wanted.checkpoint?.weights);
    expect(await ask('runs.metrics', { run })).toEqual(await ask('runs.metrics', { run: alone }));
    await expect(ask('runs.resume', { run })).rejects.toMatchObject({ failure: { code: 'run-wrong-state' } });
    await expect(ask('runs.pause', { run })).rejects.toMatchObject({ failure: { code: 'run-wrong-state' } });
  });

  it('whose job dies is interrupted with its last words, keeps its numbers, and goes on to the same end', async () => {
    const { run: alone } = await ask('runs.start', { project: projectOn(data) });
    const { run } = await ask('runs.start', { project: projectOn(data, { dieAt: 50 }) });
    const wanted = await untilState(ask, alone, 'finished');
    const died = await untilState(ask, run, 'interrupted');
    expect(died.failure).toMatchObject({
      code: 'job-died',
      facts: { detail: 'Out of luck at the last step' },
    });
    expect(died.checkpoint).toMatchObject({ step: 40 });
    const shown = await ask('runs.metrics', { run });
    expect(shown.at(-1)).toMatchObject({ name: 'loss', step: 49 });
    await ask('runs.resume', { run });
    const done = await untilState(ask, run, 'finished');
    expect(done.checkpoint?.weights).toBe(wanted.checkpoint?.weights);
    expect(await ask('runs.metrics', { run })).toEqual(await ask('runs.metrics', { run: alone }));
  });

  it('that fails says why and can go on', async () => {
    const { run } = await ask('runs.start', { project: projectOn(data, { failAt: 30 }) });
    const failed = await untilState(ask, run, 'failed');
    expect(failed.failure).toEqual({ code: 'loss-not-finite', facts: { step: 30 } });
    expect(failed.checkpoint).toMatchObject({ step: 20 });
  });

  it('does not go on from a damaged checkpoint; the one before it is offered', async () => {
    const { run: alone } = await ask('runs.start', { project: projectOn(data) });
    const { run } = await ask('runs.start', { project: projectOn(data, { dieAt: 50 }) });
    const wanted = await untilState(ask, alone, 'finished');
    await untilState(ask, run, 'interrupted');
    const newest = join(workspace, 'checkpoints', run, '40.safetensors');
    const bytes = readFileSync(newest);
    bytes[1000]! ^= 1;
    writeFileSync(newest, bytes);
    await expect(ask('runs.resume', { run })).rejects.toMatchObject({
      failure: { code: 'checkpoint-damaged', facts: { path: newest } },
    });
    const offered = (await ask('runs.get', { run })).run;
    expect(offered).toMatchObject({ state: 'interrupted', checkpoint: { step: 20 } });
    await ask('runs.resume', { run });
    expect((await untilState(ask, run, 'finished')).checkpoint?.weights).toBe(wanted.checkpoint?.weights);
  });

  it('does not go on with data that are not those it was trained on', async () => {
    const { run } = await ask('runs.start', { project: projectOn(data, { dieAt: 50 }) });
    await untilState(ask, run, 'interrupted');
    const file = join(workspace, 'datasets', 'points', 'x.f32');
    const bytes = readFileSync(file);
    bytes[0]! ^= 1;
    writeFileSync(file, bytes);
    await expect(ask('runs.resume', { run })).rejects.toMatchObject({ failure: { code: 'data-damaged' } });
    truncateSync(file, 10);
    await expect(ask('runs.resume', { run })).rejects.toThrow('x.f32 has the wrong length');
  });

  it('is renamed and deleted with all that belongs to it', async () => {
    const { run: first } = await ask('runs.start', { project: projectOn(data, { stepMilliseconds: 2 }) });
    const { run: waiting } = await ask('runs.start', { project: projectOn(data) });
    const { run: second } = await ask('runs.start', { project: projectOn(data) });
    await ask('runs.delete', { run: waiting });
    await untilState(ask, first, 'training');
    await expect(ask('runs.delete', { run: first })).rejects.toMatchObject({
      failure: { code: 'run-wrong-state' },
    });
    await ask('runs.stop', { run: first });
    await untilState(ask, first, 'stopped');
    await ask('runs.delete', { run: first });
    await untilState(ask, second, 'finished');
    await ask('runs.rename', { run: second, name: 'The good one' });
    expect((await ask('runs.list', {})).map(({ name }) => name)).toContain('The good one');
    await expect(ask('datasets.delete', { id: 'points' })).rejects.toMatchObject({
      failure: { code: 'data-in-use' },
    });
    await ask('runs.delete', { run: second });
    await expect(ask('runs.samples', { run: second })).rejects.toMatchObject({
      failure: { code: 'not-found' },
    });
    expect(existsSync(join(workspace, 'checkpoints', second))).toBe(false);
    expect(await ask('runs.list', {})).toEqual([]);
    await ask('datasets.delete', { id: 'points' });
    expect(readdirSync(join(workspace, 'datasets'))).toEqual([]);
  });
});

describe('a trained run', () => {
  let run: RunSummary;
  beforeEach(async () => {
    const started = await ask('runs.start', { project: projectOn(data) });
    run = await untilState(ask, started.run, 'finished');
  });

  it('is evaluated and asked by one warm process, whose death fails only what was open', async () => {
    const first = await ask('runs.evaluate', { run: run.id, split: 'test' });
    const second = await ask('runs.evaluate', { run: run.id, split: 'train' });
    expect(first.metrics['step']).toBe(60);
    expect(second.rows).toBe(first.rows); // the fixture answers its process id
    const predictions = await ask('runs.predict', { run: run.id, rows: [1, 2] });
    expect(predictions.map(({ source }) => source)).toEqual(['row 1', 'row 2']);
    await expect(ask('runs.predict', { run: run.id, rows: [666] })).rejects.toMatchObject({
      failure: { code: 'job-died' },
    });
    expect((await ask('runs.evaluate', { run: run.id, split: 'test' })).rows).not.toBe(first.rows);
  });

  it('is looked into at its newest checkpoint or another that is kept, with bytes', async () => {
    const newest = await core.answer('runs.probe', { run: run.id, rows: [3, 5], training: true });
    expect(newest).toMatchObject({ ok: true, value: { step: 60, rows: [3, 5], training: true } });
    expect(newest.ok && [...newest.bytes]).toEqual([1, 2, 3]);
    expect(await ask('runs.probe', { run: run.id, checkpoint: 40 })).toMatchObject({ step: 40, rows: [64] });
    await expect(ask('runs.probe', { run: run.id, checkpoint: 20 })).rejects.toMatchObject({
      failure: { code: 'not-found' },
    });
    await expect(ask('runs.probe', { run: run.id, rows: 5000 })).rejects.toMatchObject({
      failure: { code: 'bad-request' },
    });
  });

  it('writes a text, of which a client hears while it grows', async () => {
    const heard: unknown[] = [];
    core.events.subscribe((name, payload) => name === 'generate.written' && heard.push(payload));
    const made = await ask('runs.generate', { run: run.id, seed: 5, stream: 'one' });
    expect(made).toMatchObject({ form: 'text', text: 'ab', seed: 5 });
    expect(heard).toEqual([{ stream: 'one', text: 'ab' }]);
    await ask('runs.cancel', { stream: 'one' });
    await expect(ask('runs.generate', { run: run.id, topP: 2 })).rejects.toMatchObject({
      failure: { code: 'bad-request' },
    });
  });

  it('is exported under a free name, and says why where it is not', async () => {
    const heard: string[] = [];
    core.events.subscribe((name, payload) => {
      if (name === 'export.changed') heard.push((payload as { state: string }).state);
    });
    const done = await ask('runs.export', { run: run.id, format: 'onnx' });
    expect(done).toMatchObject({ state: 'done', proof: { runtime: 'fixture' } });
    expect(done.path).toBe(join(workspace, 'exports', 'Points - Run 1.onnx'));
    const again = await ask('runs.export', { run: run.id, format: 'onnx' });
    expect(again.path).toBe(join(workspace, 'exports', 'Points - Run 1 2.onnx'));
    const reply = await core.answer('exports.read', { id: done.id });
    expect(reply.ok && Buffer.from(reply.bytes).equals(readFileSync(done.path!))).toBe(true);
    await expect(ask('runs.export', { run: run.id, format: 'keras' })).rejects.toMatchObject({
      failure: { code: 'export-differs' },
    });
    expect(heard).toEqual(['running', 'done', 'running', 'done', 'running', 'failed']);
    await untilTrue('nothing is under way', () => core.active() === 0);
  });
});
