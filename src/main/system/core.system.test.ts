/** The core with the real jobs, over real processes: from a sample to a model, and through kills to the same one. */
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CoreClient, OpenProject } from '../../shared/contract/core.ts';
import { everyMetric } from '../../shared/runs/every-metric.ts';
import type { RunState, RunSummary } from '../../shared/contract/runs.ts';
import { runCommandLine } from '../cli/run.ts';
import type { Stream } from '../cli/output.ts';
import { connectCore } from '../client/connect.ts';

let workspace: string;
let core: CoreClient;
const connect = async (): Promise<void> => {
  core = await connectCore({ workspace, start: true });
};
const corePid = async (): Promise<number> => (await core.request('workspace.info', {})).pid;
const killCore = async (): Promise<void> => {
  const pid = await corePid();
  const closed = new Promise<void>((resolve) => core.onClose(resolve));
  process.kill(pid, 'SIGKILL');
  await closed;
};

beforeEach(async () => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'neuroloom-real-')));
  await connect();
});
afterEach(async () => {
  await killCore().catch(() => undefined);
  rmSync(workspace, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

async function until(run: string, ...states: RunState[]): Promise<RunSummary> {
  for (;;) {
    const { run: now } = await core.request('runs.get', { run });
    if (states.includes(now.state)) return now;
    if (now.state === 'failed') throw new Error(JSON.stringify(now.failure));
    await sleep(20);
  }
}
const train = async ({ project, path }: OpenProject): Promise<string> =>
  (await core.request('runs.start', { project, path })).run;

it('takes a sample from its files to a model that is evaluated, asked and exported', async () => {
  const sample = await core.request('projects.create', { name: 'Iris', sample: 'iris-classifier' });
  expect(sample.project.data.dataset).not.toBeNull();
  const done = await until(await train(sample), 'finished');
  expect(done.test!.metrics['accuracy']).toBeGreaterThan(0.8);
  expect(done.peakBytes).toBeGreaterThan(50e6);
  const again = await core.request('runs.evaluate', { run: done.id, split: 'test' });
  expect(again.confusion).toEqual(done.test!.confusion);
  expect(again.metrics['loss']).toBeCloseTo(done.test!.metrics['loss']!, 5);
  const [first] = await core.request('runs.predict', { run: done.id, rows: [0] });
  expect(first!.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  const exported = await core.request('runs.export', { run: done.id, format: 'onnx' });
  expect(exported.proof!.rows).toBeGreaterThan(0);
  expect(statSync(exported.path!).size).toBe(exported.bytes);
});

it("shows both of a GAN's networks on the command line, each with its gradients", async () => {
  const sample = await core.request('projects.create', { name: 'GAN', sample: 'conditional-gan' });
  const { project } = sample;
  const short = { ...project, training: { ...project.training, epochs: 1 } };
  const { id } = await until(await train({ ...sample, project: short }), 'finished');
  const probe = async (...options: string[]): Promise<string> => {
    let out = '';
    const stdout = { write: (text: string) => ((out += text), true) } as Stream;
    const given = ['probe', id, '--rows', '16', '--workspace', workspace, ...options];
    expect(await runCommandLine(given, '0.0.0', { stdout, stderr: process.stderr })).toBe(0);
    return out;
  };
  const said = await probe();
  expect(said).toMatch(/loss [\d.]+ \(generator [\d.]+, discriminator [\d.]+\)/);
  const nodes = project.networks.map((network) => network.nodes.find(({ kind }) => kind === 'dense')!);
  const [made, judged] = await Promise.all(nodes.map(({ name }) => probe('--node', name)));
  // Both networks have a layer of this name.
  for (const layer of ['Generator: Picture', 'Discriminator: Picture']) {
    expect(said).toContain(layer);
    expect(await probe('--node', layer)).toContain(layer);
  }
  expect(made).toContain('gradient by kernel');
  for (const wanted of ['gradient by kernel', 'gradient by output (made)', 'gradient by output (real)'])
    expect(judged).toContain(wanted);
  expect(await probe()).toBe(said);
});

it('killed while it trains, core or job, a run goes on to the same weights with every number it had shown', async () => {
  const sample = await core.request('projects.create', { name: 'Iris', sample: 'iris-classifier' });
  const { training } = sample.project;
  const project = { ...sample.project, training: { ...training, epochs: 200 } };
  const alone = await until(await train({ ...sample, project }), 'finished');
  const wanted = await everyMetric(core, alone.id);

  const run = await train({ ...sample, project });
  const shown = new Map<string, number>();
  for (const victim of ['job', 'core'] as const) {
    core.on('run.metrics', ({ run: of, metrics }) => {
      if (of === run) for (const { step, name, value } of metrics) shown.set(`${step} ${name}`, value);
    });
    const before = shown.size;
    while (shown.size < before + 200) await sleep(5);
    await killJobOrCore(victim);
    await until(run, 'interrupted');
    const stored = new Map(
      (await everyMetric(core, run)).map(({ step, name, value }) => [`${step} ${name}`, value]),
    );
    for (const [key, value] of shown) expect(stored.get(key), key).toBe(value);
    await core.request('runs.resume', { run });
  }
  const done = await until(run, 'finished');
  expect(done.checkpoint!.weights).toBe(alone.checkpoint!.weights);
  expect(done.test).toEqual(alone.test);
  expect(await everyMetric(core, run)).toEqual(wanted);
});

async function killJobOrCore(victim: 'job' | 'core'): Promise<void> {
  if (victim === 'core') {
    await killCore();
    await connect();
    return;
  }
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(join(workspace, 'neuroloom.db'), { readonly: true });
  const pid = db.prepare('SELECT job_pid FROM runs WHERE job_pid IS NOT NULL').pluck().get() as number;
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  process.kill(pid, 'SIGKILL');
}
