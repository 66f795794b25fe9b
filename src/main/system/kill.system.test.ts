/**
 * Runs that are killed with -9 and resumed end exactly as the run left alone: the same weights and optimizer state, the
 * same number for every metric; and no metric that a client has seen is lost. Ten moments drawn from a printed seed
 * (`NEUROLOOM_KILL_SEED` repeats one), the job, the core or both killed in turn, a third of them while a checkpoint is
 * being written or renamed.
 */
import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, readdirSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CoreClient } from '../../shared/contract/core.ts';
import { RUN_ENDED } from '../../shared/contract/runs.ts';
import type { Metric, RunSummary } from '../../shared/contract/runs.ts';
import type { Project } from '../../shared/network/document.ts';
import { randomStream } from '../../shared/random.ts';
import { connectCore } from '../client/connect.ts';

const MOMENTS = 10;
const VICTIMS = ['job', 'core', 'everything'] as const;
const seed = Number(process.env['NEUROLOOM_KILL_SEED'] ?? Date.now() % 1_000_000);

const workspace = mkdtempSync(join(tmpdir(), 'neuroloom-kill-'));
let core: CoreClient;
let project: Project;
let interrupted = 0;
let reference: { run: RunSummary; metrics: readonly Metric[]; milliseconds: number };

async function until<T>(what: string, look: () => Promise<T | undefined>, limit = 60_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await sleep(20);
  }
}

const summary = async (run: string): Promise<RunSummary> => (await core.request('runs.get', { run })).run;

const ended = (run: string): Promise<RunSummary> =>
  until(`the end of ${run}`, async () => {
    const now = await summary(run);
    return RUN_ENDED.includes(now.state) ? now : undefined;
  });

/** Metrics in one order, to compare them whole. */
const sorted = (metrics: readonly Metric[]): Metric[] =>
  [...metrics].sort((a, b) => a.step - b.step || a.name.localeCompare(b.name));

function children(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // The name in parentheses may hold spaces; the parent comes second after it.
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}

async function kill(victim: (typeof VICTIMS)[number]): Promise<void> {
  const { pid } = await core.request('workspace.info', {});
  const jobs = children(pid);
  for (const process_ of victim === 'job' ? jobs : victim === 'core' ? [pid] : [pid, ...jobs]) {
    try {
      process.kill(process_, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
}

/** Resolves when a file of an unfinished checkpoint appears. */
function checkpointBegins(): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(join(workspace, 'checkpoints'), { recursive: true }, () => {
      watcher.close();
      resolve();
    });
  });
}

beforeAll(async () => {
  core = await connectCore({ workspace, start: true });
  const opened = await core.request('projects.create', { name: 'Digits', sample: 'digits-cnn' });
  project = await until('the data of the sample', async () => {
    const data = await core.request('datasets.list', {});
    if (data.length === 0) return undefined;
    const { project: bound } = await core.request('projects.open', { path: opened.path });
    return bound.data.dataset ? bound : undefined;
  });
  project = { ...project, training: { ...project.training, epochs: 8, batchSize: 32, seed: 7 } };
  const start = Date.now();
  const { run } = await core.request('runs.start', { project });
  const done = await ended(run);
  expect(done.state).toBe('finished');
  reference = {
    run: done,
    metrics: await core.request('runs.metrics', { run }),
    milliseconds: Date.now() - start,
  };
}, 120_000);

afterAll(async () => {
  const { pid } = await core.request('workspace.info', {});
  core.close();
  // The core ends by itself once its last client is gone; its folder is needed no longer.
  process.kill(pid, 'SIGTERM');
  await sleep(300);
  rmSync(workspace, { recursive: true, force: true });
});

const moments = Array.from({ length: MOMENTS }, (_, i) => ({
  victim: VICTIMS[Math.floor(i / 3) % VICTIMS.length]!,
  atCheckpoint: i % 3 === 0,
  random: randomStream(seed, `moment ${i}`),
}));

test.each(moments.map((moment, i) => [i, moment] as const))(
  `a run killed at moment %i of seed ${seed} ends as the run left alone`,
  async (_, { victim, atCheckpoint, random }) => {
    const shown: Metric[] = [];
    const { run } = await core.request('runs.start', { project });
    const stop = core.on('run.metrics', (event) => {
      if (event.run === run) shown.push(...event.metrics);
    });
    await until('the first step', async () => ((await summary(run)).state === 'training' ? true : undefined));
    if (atCheckpoint) {
      await checkpointBegins();
      await sleep(random.uniform() * 6);
    } else {
      await sleep(random.uniform() * reference.milliseconds * 0.5);
    }
    await kill(victim);
    stop();
    if (victim !== 'job') {
      await sleep(50);
      core = await connectCore({ workspace, start: true });
    }
    const after = await ended(run);
    const kept = new Set(
      (await core.request('runs.metrics', { run })).map((metric) => JSON.stringify(metric)),
    );
    expect(shown.filter((metric) => !kept.has(JSON.stringify(metric)))).toEqual([]);
    if (after.state !== 'finished') {
      expect(after.state).toBe('interrupted');
      interrupted++;
      await core.request('runs.resume', { run });
      await until('going on', async () => ((await summary(run)).state === 'interrupted' ? undefined : true));
    }
    const done = await ended(run);
    expect(done.failure).toBeNull();
    expect(done.state).toBe('finished');
    expect(done.checkpoint!.weights).toBe(reference.run.checkpoint!.weights);
    expect(done.test).toEqual(reference.run.test);
    expect(sorted(await core.request('runs.metrics', { run }))).toEqual(sorted(reference.metrics));
    const database = new Database(join(workspace, 'neuroloom.db'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  },
  60_000,
);

test('most of the moments found the run at work', () => {
  expect(interrupted).toBeGreaterThan(MOMENTS / 2);
});
