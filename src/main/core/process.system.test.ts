/** The core as a process: one for each workspace, reached by many, killed at any moment. */
import { existsSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CoreClient } from '../../shared/contract/core.ts';
import type { Metric } from '../../shared/contract/runs.ts';
import type { Watched } from '../../shared/contract/watch.ts';
import type { DatasetManifest } from '../../shared/data/manifest.ts';
import { randomStream } from '../../shared/random.ts';
import { connectCore, rawConnect } from '../client/connect.ts';
import { coreAddress } from '../client/workspace.ts';
import { projectOn, writeDataset } from './testing/data.ts';
import {
  connectFixture,
  isAlive,
  newWorkspace,
  removeWorkspace,
  untilState,
  untilTrue,
} from './testing/harness.ts';

let workspace: string;
let data: DatasetManifest;
const clients: CoreClient[] = [];

const client = async (): Promise<CoreClient> => {
  const made = await connectFixture(workspace);
  clients.push(made);
  return made;
};
const pidOf = async (core: CoreClient): Promise<number> => (await core.request('workspace.info', {})).pid;
const kill = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGKILL');
  await untilTrue(`process ${pid} is gone`, () => !isAlive(pid));
};
const query = <T>(sql: string): T => {
  const db = new Database(join(workspace, 'neuroloom.db'));
  try {
    return db.prepare(sql).pluck().get() as T;
  } finally {
    db.close();
  }
};

/** Resolves at the n-th change in a folder: a file made, written or renamed. A second without any is the end of it. */
const nextChange = (folder: string, n: number): Promise<void> =>
  new Promise((resolve) => {
    let seen = 0;
    const watcher = watch(folder, () => seen++ >= n && done());
    const timer = setTimeout(() => done(), 1000);
    const done = (): void => {
      clearTimeout(timer);
      watcher.close();
      resolve();
    };
  });

beforeEach(() => {
  workspace = newWorkspace();
  data = writeDataset(workspace, 'points');
});
afterEach(async () => {
  for (const core of clients.splice(0)) {
    const pid = await pidOf(core).catch(() => null);
    core.close();
    if (pid !== null) await kill(pid);
  }
  removeWorkspace(workspace);
});

it('a look at a run comes to the client that watches it, with its bytes, and to no other', async () => {
  const [watcher, other] = [await client(), await client()];
  const seen: { watched: Watched; bytes: Uint8Array }[] = [];
  let strange = 0;
  watcher.on('run.watched', (watched, bytes) => void seen.push({ watched, bytes }));
  other.on('run.watched', () => (strange += 1));
  const { run } = await watcher.request('runs.start', { project: projectOn(data, { stepMilliseconds: 10 }) });
  await watcher.request('runs.watch', { run, on: true });
  await untilTrue('it is shown', () => seen.length > 1);
  const { watched, bytes } = seen[0]!;
  expect(watched.run).toBe(run);
  expect([...bytes]).toEqual([watched.step]);
  watcher.close();
  await untilState((name, input) => other.request(name, input), run, 'finished');
  expect(strange).toBe(0);
});

it('serves many clients from one core, started once, that hear the same events', async () => {
  const all = await Promise.all([client(), client(), client()]);
  const pids = await Promise.all(all.map(pidOf));
  expect(new Set(pids).size).toBe(1);
  expect(statSync(coreAddress(workspace)).mode & 0o777).toBe(0o600);
  const heard = all.map((): Metric[] => []);
  all.forEach((core, i) => core.on('run.metrics', ({ metrics }) => void heard[i]!.push(...metrics)));
  const { run } = await all[0]!.request('runs.start', { project: projectOn(data) });
  await untilState(all[1]!.request, run, 'finished');
  await untilTrue('all heard all', () => heard.every((metrics) => metrics.length === 63));
  expect(heard[1]).toEqual(heard[0]);
  expect(heard[2]).toEqual(heard[0]);
});

it('keeps what two windows save apart', async () => {
  const [a, b] = [await client(), await client()];
  const { path, project, revision } = await a.request('projects.create', { name: 'Both' });
  const saves = await Promise.allSettled([
    a.request('projects.save', { path, project: { ...project, description: 'a' }, revision }),
    b.request('projects.save', { path, project: { ...project, description: 'b' }, revision }),
  ]);
  expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = saves.find((save) => save.status === 'rejected')!;
  expect(lost.reason).toMatchObject({ failure: { code: 'project-changed-elsewhere' } });
  const kept = await b.request('projects.open', { path });
  expect(kept.project.description).toBe(saves[0]!.status === 'fulfilled' ? 'a' : 'b');
});

it('ends when nobody needs it, not while a run trains', async () => {
  const core = await client();
  const pid = await pidOf(core);
  const { run } = await core.request('runs.start', {
    project: projectOn(data, { stepMilliseconds: 130 }, 1),
  });
  await untilState(core.request, run, 'training');
  clients.splice(0);
  core.close();
  // 20 steps of 130 ms: longer than the grace after the last client.
  await untilTrue('the core has ended', () => !isAlive(pid));
  expect(query('SELECT state FROM runs')).toBe('finished');
  expect(existsSync(coreAddress(workspace))).toBe(false);
});

it('pauses what trains when it is asked to end', async () => {
  const core = await client();
  const pid = await pidOf(core);
  const { run } = await core.request('runs.start', { project: projectOn(data, { stepMilliseconds: 20 }) });
  await untilState(core.request, run, 'training');
  process.kill(pid, 'SIGTERM');
  await untilTrue('the core has ended', () => !isAlive(pid));
  expect(query('SELECT state FROM runs')).toBe('paused');
  expect(readFileSync(join(workspace, 'logs', 'core.log'), 'utf8')).toContain('asked to end by SIGTERM');
});

const rounds = Number(process.env['KILL_ROUNDS'] ?? 6);
const killTest =
  'survives a kill -9 of the core, of a job and of both at any moment: no shown number lost, the same weights';
it(killTest, { timeout: 20_000 + rounds * 5000 }, async () => {
  const seed = Number(process.env['KILL_SEED'] ?? 20261123);
  const random = randomStream(seed, 'kills');
  let core = await client();
  const project = projectOn(data, { stepMilliseconds: 4, checkpointBytes: 2_000_000 }, 5);
  const { run: alone } = await core.request('runs.start', { project });
  const wanted = await untilState(core.request, alone, 'finished');
  const shown = new Map<string, number>();
  const listen = (who: CoreClient): void =>
    void who.on('run.metrics', ({ run: of, metrics }) => {
      if (of === run) for (const { step, name, value } of metrics) shown.set(`${step} ${name}`, value);
    });
  let run = '';
  listen(core);
  run = (await core.request('runs.start', { project })).run;
  for (let round = 0; round < rounds; round++) {
    const where = `seed ${seed}, round ${round}`;
    const before = await untilState(core.request, run, 'training', 'testing', 'finished');
    if (before.state === 'finished') break;
    // A third of the kills fall into the writing, renaming or registering of a checkpoint.
    if (round % 3 === 2)
      await nextChange(join(workspace, 'checkpoints', run), Math.floor(random.uniform() * 4));
    else await sleep(random.uniform() * 220);
    const pid = await pidOf(core);
    const job = query<number | null>(`SELECT job_pid FROM runs WHERE id = '${run}'`);
    const victims = [[pid], [job], [job, pid], [pid, job]][Math.floor(random.uniform() * 4)]!;
    for (const victim of victims) if (victim !== null && isAlive(victim)) process.kill(victim, 'SIGKILL');
    if (victims.includes(pid)) {
      await untilTrue(`${where}: the core is gone`, () => !isAlive(pid));
      if (job !== null) await untilTrue(`${where}: no orphan is left`, () => !isAlive(job));
      clients.splice(0).forEach((old) => old.close());
      core = await client();
      listen(core);
    }
    const after = await untilState(core.request, run, 'interrupted', 'finished');
    expect(query('PRAGMA integrity_check'), where).toBe('ok');
    const stored = new Map(
      (await core.request('runs.metrics', { run })).map(({ step, name, value }) => [
        `${step} ${name}`,
        value,
      ]),
    );
    for (const [key, value] of shown) expect(stored.get(key), `${where}: ${key}`).toBe(value);
    if (after.state === 'finished') break;
    await core.request('runs.resume', { run });
  }
  const done = await untilState(core.request, run, 'finished');
  expect(done.checkpoint?.weights, `seed ${seed}`).toBe(wanted.checkpoint?.weights);
  expect(await core.request('runs.metrics', { run })).toEqual(
    await core.request('runs.metrics', { run: alone }),
  );
  for (const id of [run, alone]) {
    expect(readdirSync(join(workspace, 'checkpoints', id)).sort()).toEqual([
      '100.safetensors',
      '80.safetensors',
    ]);
  }
});

it('starts anew beside what a killed core left: its socket, unfinished imports, saves and checkpoints', async () => {
  const core = await client();
  const pid = await pidOf(core);
  const { run } = await core.request('runs.start', { project: projectOn(data, { stepMilliseconds: 30 }) });
  const source = join(workspace, 'slow.csv');
  writeFileSync(source, 'slow');
  await core.request('import.start', { sources: [{ path: source }], options: {} });
  await untilState(core.request, run, 'training');
  await untilTrue('the import is under way', () => readdirSync(join(workspace, 'datasets')).length === 2);
  await kill(pid);
  const job = query<number>('SELECT job_pid FROM runs');
  await untilTrue('the job has ended by itself', () => !isAlive(job));
  expect(existsSync(coreAddress(workspace))).toBe(true);
  for (const place of [
    `checkpoints/${run}/.tmp-1-1`,
    'checkpoints/of-no-run',
    'projects/.a.neuroloom.part-1-1',
  ]) {
    writeFileSync(join(workspace, place), 'left over');
  }
  clients.splice(0);
  const next = await client();
  expect((await next.request('runs.get', { run })).run).toMatchObject({
    state: 'interrupted',
    failure: { code: 'job-died' },
  });
  expect(readdirSync(join(workspace, 'datasets'))).toEqual(['points']);
  expect(readdirSync(join(workspace, 'projects'))).toEqual([]);
  expect(readdirSync(join(workspace, 'checkpoints', run))).toEqual([]);
  expect(existsSync(join(workspace, 'checkpoints', 'of-no-run'))).toBe(false);
  expect(query(`SELECT state FROM imports`)).toBe('failed');
});

it('says why no core starts', async () => {
  await expect(connectCore({ workspace, start: false })).rejects.toMatchObject({
    failure: { code: 'core-unreachable' },
  });
  const missing = connectCore({ workspace, start: true, core: join(workspace, 'no-such-core.js') });
  await expect(missing).rejects.toThrow('Cannot find module');
  const noNode = connectCore({ workspace, start: true, node: join(workspace, 'no-node') });
  await expect(noNode).rejects.toThrow('did not start');
  const file = join(workspace, 'a-file');
  writeFileSync(file, '');
  await expect(connectCore({ workspace: file, start: true })).rejects.toMatchObject({
    failure: { code: 'file-unreadable' },
  });
  const db = new Database(join(workspace, 'neuroloom.db'));
  db.pragma('user_version = 999');
  db.close();
  await expect(connectFixture(workspace)).rejects.toMatchObject({
    failure: { code: 'database-newer', facts: { version: 999 } },
  });
});

it('answers where the workspace’s path is too long for a socket', async () => {
  const long = join(workspace, 'x'.repeat(60), 'y'.repeat(60));
  const core = await connectFixture(long);
  clients.push(core);
  expect((await core.request('workspace.info', {})).path).toBe(long);
  expect(dirname(coreAddress(long))).not.toBe(long);
  expect(statSync(dirname(coreAddress(long))).mode & 0o777).toBe(0o700);
});

it('cuts off who speaks something else, and bounds what a client that does not read can make it keep', async () => {
  const core = await client();
  const odd = connect(coreAddress(workspace));
  odd.on('error', () => undefined);
  odd.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await new Promise((done) => odd.on('close', done));

  const { run } = await core.request('runs.start', { project: projectOn(data, {}, 20) });
  await untilState(core.request, run, 'finished');
  const lazy = await rawConnect({ workspace, start: false });
  lazy.pause();
  const pid = await pidOf(core);
  for (let id = 1; id <= 4000; id++) {
    lazy.send({
      head: { type: 'request', id, name: 'runs.metrics', input: { run } },
      bytes: new Uint8Array(0),
    });
  }
  // 4000 answers of 16 KB: some 60 MB if all were kept for it.
  for (let i = 0; i < 20; i++) await core.request('runs.list', {});
  const resident =
    Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
  expect(resident).toBeLessThan(250);
  lazy.close();
  expect(await pidOf(core)).toBe(pid);
});
