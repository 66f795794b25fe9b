import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Trial } from '../../../shared/contract/machine.ts';
import type { DatasetManifest } from '../../../shared/data/manifest.ts';
import { applyEdit } from '../../../shared/network/apply.ts';
import { pictures } from '../../../shared/network/testing.ts';
import { starterProject } from '../../../shared/network/starter.ts';
import type { Core } from '../core.ts';
import { projectOn, writeDataset } from '../testing/data.ts';
import {
  asker,
  newWorkspace,
  openTestCore,
  removeWorkspace,
  untilState,
  untilTrue,
} from '../testing/harness.ts';
import type { Ask } from '../testing/harness.ts';
import { busyMeter, readGpus } from './machine.ts';
import { trialChoices } from './trial.ts';

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

describe('the machine', () => {
  it('tells what it has and what is in use', async () => {
    const report = await ask('machine.report', {});
    expect(report.cores).toBeGreaterThanOrEqual(1);
    expect(report.threads).toBeGreaterThanOrEqual(report.cores);
    expect(report.processor).not.toBe('');
    const now = await ask('machine.now', {});
    expect(now.freeBytes).toBeGreaterThan(0);
    expect(now.freeBytes).toBeLessThanOrEqual(report.memoryBytes);
    expect(now).toMatchObject({ training: [], request: { backend: 'auto', threads: null, shards: null } });
  });

  it('names what trains, by its process', async () => {
    const { run } = await ask('runs.start', { project: projectOn(data, { stepMilliseconds: 20 }, 50) });
    await untilState(ask, run, 'training');
    const { training } = await ask('machine.now', {});
    expect(training).toMatchObject([{ run, name: 'Run 1', busyThreads: null }]);
    await ask('runs.stop', { run });
    await untilState(ask, run, 'stopped');
  });

  it.skipIf(process.platform !== 'linux')('counts the threads that a process keeps busy', async () => {
    const meter = busyMeter();
    const seconds = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    };
    expect(await meter.busy(process.pid)).toBe(null);
    const [before, began] = [seconds(), performance.now()];
    while (seconds() - before < 0.6);
    const busy = (await meter.busy(process.pid))!;
    const own = ((seconds() - before) * 1000) / (performance.now() - began);
    expect(Math.abs(busy - own) / own).toBeLessThan(0.2);
    expect(await meter.busy(process.pid)).toBe(busy);
    expect(await meter.busy(2 ** 22 + 1)).toBe(null);
  });

  it('reads what nvidia-smi prints', () => {
    expect(readGpus('NVIDIA H100 80GB HBM3, 81559, 550.54.15\n')).toEqual([
      { name: 'NVIDIA H100 80GB HBM3', memoryBytes: 81559 * 1024 * 1024, driver: '550.54.15' },
    ]);
    expect(readGpus('')).toEqual([]);
    expect(readGpus('NVIDIA-SMI has failed because it could not talk to the driver.')).toEqual([]);
  });
});

describe('a run', () => {
  it('is started with the engine that the settings name, unless it says another', async () => {
    await ask('settings.set', { key: 'runs.engine', value: { threads: 3, shards: 1 } });
    expect((await ask('machine.now', {})).request).toEqual({
      backend: 'auto',
      threads: 3,
      shards: 1,
      precision: 'float32',
    });
    const { run } = await ask('runs.start', { project: projectOn(data) });
    expect((await untilState(ask, run, 'finished')).engine).toMatchObject({ threads: 3, shards: 1 });
    const other = await ask('runs.start', { project: projectOn(data), engine: { threads: 2 } });
    expect((await untilState(ask, other.run, 'finished')).engine).toMatchObject({ threads: 2 });
  });

  it('that needs more memory than there is says so before it starts', async () => {
    const project = applyEdit(projectOn(data), {
      edit: 'set-param',
      network: 'network',
      node: 'dense-1',
      param: 'units',
      value: 65_536,
    });
    const deep = applyEdit(project, {
      edit: 'set-param',
      network: 'network',
      node: 'dense-2',
      param: 'units',
      value: 65_536,
    });
    await expect(ask('runs.start', { project: deep })).rejects.toThrow(/takes about .* of memory/);
    expect(await ask('runs.list', {})).toEqual([]);
  });
});

describe('a trial', () => {
  const speeds = (trial: Trial | null): unknown[] =>
    trial!.choices.map(({ threads, shards, samplesPerSecond }) => [threads, shards, samplesPerSecond]);

  it('tries each choice in turn, tells of it, and changes no setting', async () => {
    const heard: Trial[] = [];
    core.events.subscribe((name, payload) => {
      if (name === 'trial.changed') heard.push(payload as Trial);
    });
    const begun = await ask('trial.start', { project: projectOn(data) });
    expect(begun.state).toBe('running');
    await untilTrue('the trial is done', () => core.active() === 0);
    const done = await ask('trial.state', {});
    expect(done!.state).toBe('done');
    for (const { threads, shards, samplesPerSecond } of done!.choices)
      expect(samplesPerSecond).toBe(1000 * threads + 100 * shards);
    expect(done!.choices.filter(({ byRule }) => byRule)).toHaveLength(1);
    expect(heard).toHaveLength(done!.choices.length + 2);
    expect(speeds(heard[0]!).every((row) => (row as unknown[])[2] === null)).toBe(true);
    expect(await ask('settings.get', {})).toEqual({});
    expect(await ask('runs.list', {})).toEqual([]);
  });

  it('can be cancelled, and ends when a run starts', async () => {
    const slow = projectOn(data, { stepMilliseconds: 60_000 });
    await ask('trial.start', { project: slow });
    await ask('trial.cancel', {});
    expect((await ask('trial.state', {}))!.state).toBe('cancelled');
    await ask('trial.start', { project: slow });
    const { run } = await ask('runs.start', { project: projectOn(data, { stepMilliseconds: 20 }, 50) });
    expect((await ask('trial.state', {}))!.state).toBe('cancelled');
    await untilState(ask, run, 'training');
    await expect(ask('trial.start', { project: slow })).rejects.toMatchObject({
      failure: { code: 'machine-busy' },
    });
    await ask('runs.stop', { run });
    await untilState(ask, run, 'stopped');
  });
});

it('a trial goes from one thread to all, with the batch whole and cut, and tries the rule in bfloat16', () => {
  const project = starterProject(pictures(28), 'Pictures');
  const choices = (cores: number, threads: number, batchSize = 128): unknown[] =>
    trialChoices(applyEdit(project, { edit: 'set-training', training: { batchSize } }), cores, threads).map(
      ({ threads, shards, precision, byRule }) => [threads, shards, byRule ? 'by rule' : precision],
    );
  expect(choices(2, 2)).toEqual([
    [1, 1, 'float32'],
    [2, 1, 'float32'],
    [2, 2, 'by rule'],
    [2, 2, 'bfloat16'],
  ]);
  expect(choices(4, 8)).toEqual([
    [1, 1, 'float32'],
    [2, 1, 'float32'],
    [2, 2, 'float32'],
    [4, 1, 'float32'],
    [4, 4, 'by rule'],
    [8, 1, 'float32'],
    [8, 8, 'float32'],
    [4, 4, 'bfloat16'],
  ]);
  expect(choices(1, 1)).toEqual([
    [1, 1, 'by rule'],
    [1, 1, 'bfloat16'],
  ]);
  expect(choices(2, 2, 4)).toEqual([
    [1, 1, 'float32'],
    [2, 1, 'by rule'],
    [2, 1, 'bfloat16'],
  ]);
});
