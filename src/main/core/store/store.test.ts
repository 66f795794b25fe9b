import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineSchema } from '../../../shared/contract/runs.ts';
import { manifestOf, projectOn } from '../testing/data.ts';
import { assertSqlite, openStore } from './database.ts';
import type { Store } from './database.ts';
import { lockWorkspace } from './lock.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { checkpointsOf, registerCheckpoint } from './checkpoints.ts';
import { insertMetrics, metricsOf } from './metrics.ts';
import { deleteRun, insertRun, runSummary, storedRun } from './runs.ts';
import { insertSample, sampleOf, samplesOf } from './samples.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-store-'));
  path = join(folder, 'neuroloom.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const withStore = <T>(work: (store: Store) => T): T => {
  const store = openStore(path);
  try {
    return work(store);
  } finally {
    store.close();
  }
};
const schemaOf = (db: Database.Database): string =>
  `${(
    db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').pluck().all() as string[]
  )
    .map((sql) => `${sql.replace(/\s+/g, ' ')};`)
    .join('\n')}\n`;

describe('the schema', () => {
  it('is the committed one; a change comes with a migration', () => {
    const committed = join(import.meta.dirname, 'schema.sql');
    const schema = withStore(({ db }) => schemaOf(db));
    if (process.env['UPDATE_SCHEMA']) writeFileSync(committed, schema);
    expect(schema).toBe(readFileSync(committed, 'utf8'));
  });

  it('has strict tables only, in a database that is written ahead', () => {
    withStore(({ db }) => {
      const tables = db
        .prepare<[], { name: string; strict: number }>(
          `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`,
        )
        .all();
      expect(tables.length).toBeGreaterThan(5);
      expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    });
  });

  it('finds metrics after a step, and what waits in the queue, by an index', () => {
    withStore(({ db }) => {
      const plan = (sql: string): string =>
        db
          .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
          .all()
          .map(({ detail }) => detail)
          .join('; ');
      expect(
        plan(`SELECT step, name, value FROM metrics WHERE run = 'a' AND step > 5 ORDER BY step, name`),
      ).toBe('SEARCH metrics USING PRIMARY KEY (run=? AND step>?)');
      expect(
        plan(
          `SELECT step, name, value FROM metrics WHERE run = 'a' AND (step, name) > (5, 'b') AND step <= 9 ORDER BY step, name`,
        ),
      ).toMatch(/^SEARCH metrics USING PRIMARY KEY \(run=\? AND [^;]*step/);
      expect(plan(`SELECT * FROM runs WHERE state IN ('queued') ORDER BY queued, number`)).toContain(
        'runs_by_state',
      );
    });
  });
});

describe('migrations', () => {
  const second: Migration = {
    version: 2,
    name: 'second',
    up: (db) => db.exec('ALTER TABLE settings ADD COLUMN note TEXT'),
  };
  const fails: Migration = {
    version: 3,
    name: 'fails',
    up: (db) => {
      db.exec('DELETE FROM settings');
      throw new Error('half way');
    },
  };
  const dump = (db: Database.Database): unknown => db.prepare('SELECT key, value FROM settings').all();

  it('are numbered one after the other, from 1 on', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, i) => i + 1));
    const db = new Database(path);
    expect(() => migrate(db, path, [second])).toThrow('out of order');
    db.close();
  });

  it('copy the database first, and are whole or nothing', () => {
    const db = new Database(path);
    migrate(db, path, migrations.slice(0, 1));
    db.exec(`INSERT INTO settings VALUES ('a', '1')`);
    const before = dump(db);
    expect(() => migrate(db, path, [migrations[0]!, second, fails])).toThrow('half way');
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(dump(db)).toEqual(before);
    db.close();
    const copy = new Database(`${path}.before-2`, { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    expect(dump(copy)).toEqual(before);
    copy.close();
    expect(existsSync(`${path}.before-3`)).toBe(true);
  });

  it('leave a database of a newer program as it is', () => {
    const db = new Database(path);
    db.pragma('user_version = 1000');
    db.close();
    copyFileSync(path, `${path}.copy`);
    expect(() => openStore(path)).toThrow('newer Neuroloom (database version 1000)');
    expect(readFileSync(path).equals(readFileSync(`${path}.copy`))).toBe(true);
  });

  it('killed at any moment leave the old form or the new one, whole', async () => {
    const script = `
      import Database from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
      import { migrate } from ${JSON.stringify(join(import.meta.dirname, 'migrate.ts'))};
      const [, , path] = process.argv;
      const fill = (db) => {
        const insert = db.prepare('INSERT INTO t (a) VALUES (?)');
        for (let i = 0; i < 200000; i++) insert.run(i);
      };
      const db = new Database(path);
      db.pragma('journal_mode = WAL');
      process.stdout.write('go');
      migrate(db, path, [
        { version: 1, name: 'one', up: (d) => { d.exec('CREATE TABLE t (a INTEGER) STRICT'); fill(d); } },
        { version: 2, name: 'two', up: (d) => { d.exec('ALTER TABLE t ADD COLUMN b INTEGER'); fill(d); } },
      ]);`;
    const file = join(folder, 'migrate.mjs');
    writeFileSync(file, script);
    for (let round = 0; round < 6; round++) {
      const child = spawn(process.execPath, [file, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      const gone = new Promise((resolve) => child.once('close', resolve)); // it may be through before it is killed
      await new Promise((go) => child.stdout.once('data', go));
      await new Promise((wait) => setTimeout(wait, round * 60));
      child.kill('SIGKILL');
      await gone;
      const db = new Database(path);
      const version = db.pragma('user_version', { simple: true }) as number;
      const rows = version === 0 ? 0 : (db.prepare('SELECT count(*) FROM t').pluck().get() as number);
      const columns = db.prepare(`SELECT count(*) FROM pragma_table_info('t')`).pluck().get();
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect([version, rows, columns]).toEqual([version, version * 200_000, version]);
      db.close();
    }
  });
});

describe('rows', () => {
  it('of metrics are replaced by equal ones, never doubled, and keep what is no number', () => {
    const { manifest } = manifestOf('d', 'D', 8);
    withStore((store) => {
      const dataset = { id: 'd', name: 'D', hash: manifest.hash };
      const request = { backend: 'auto', threads: null, shards: null, precision: 'float32' } as const;
      insertRun(
        store,
        { id: 'r', project: projectOn(manifest), projectPath: null, dataset, request },
        String,
      );
      const metrics = [
        { step: 1, name: 'loss', value: 0.1 },
        { step: 2, name: 'loss', value: Number.NaN },
        { step: 2, name: 'validation/loss', value: 1 / 3 },
      ];
      insertMetrics(store, 'r', metrics);
      insertMetrics(store, 'r', metrics.slice(1));
      expect(metricsOf(store, 'r', -1)).toEqual([metrics[0], { ...metrics[1], value: null }, metrics[2]]);
      expect(metricsOf(store, 'r', 1)).toEqual([{ ...metrics[1], value: null }, metrics[2]]);
      expect(runSummary(store, 'r')!.latest).toEqual({ 'validation/loss': 1 / 3 });
      const row = { run: 'r', bytes: 1, sha256: 's', weights: 'w', epoch: 1 };
      expect(registerCheckpoint(store, { ...row, step: 1, file: '1' }, 2)).toEqual([]);
      expect(registerCheckpoint(store, { ...row, step: 2, file: '2' }, 2)).toEqual([]);
      expect(registerCheckpoint(store, { ...row, step: 3, file: '3' }, 2)).toEqual(['1']);
      expect(checkpointsOf(store, 'r').map(({ step }) => step)).toEqual([3, 2]);
    });
  });

  it('of samples are one an epoch, the last that was made, and go with their run', () => {
    const { manifest } = manifestOf('d', 'D', 8);
    withStore((store) => {
      const dataset = { id: 'd', name: 'D', hash: manifest.hash };
      const request = { backend: 'auto', threads: null, shards: null, precision: 'float32' } as const;
      const run = { id: 'r', project: projectOn(manifest), projectPath: null, dataset, request };
      insertRun(store, run, String);
      const made = { form: 'reconstructions', samples: 8, columns: 8, width: 2, height: 2 } as const;
      insertSample(store, 'r', { epoch: 2, step: 20, made }, Uint8Array.of(2));
      insertSample(store, 'r', { epoch: 1, step: 10, made }, Uint8Array.of(9));
      insertSample(store, 'r', { epoch: 1, step: 10, made }, Uint8Array.of(1));
      expect(samplesOf(store, 'r')).toEqual([
        { epoch: 1, step: 10 },
        { epoch: 2, step: 20 },
      ]);
      const found = sampleOf(store, 'r', 1)!;
      expect(found.sample).toEqual({ epoch: 1, step: 10, made });
      expect([...found.png]).toEqual([1]);
      deleteRun(store, 'r');
      expect(store.db.prepare('SELECT count(*) FROM samples').pluck().get()).toBe(0);
    });
  });
});

it('of runs from before there was a choice of precision are float32', () => {
  const { manifest } = manifestOf('d', 'D', 8);
  const request = { backend: 'native', threads: 2, shards: null } as const;
  const engine = { backend: 'native', version: '2.21.0', threads: 2, shards: 2, device: 'cpu' } as const;
  withStore((store) => {
    const dataset = { id: 'd', name: 'D', hash: manifest.hash };
    const run = { id: 'r', project: projectOn(manifest), projectPath: null, dataset };
    insertRun(store, { ...run, request: { ...request, precision: 'float32' } }, String);
    const stored = [JSON.stringify(request), JSON.stringify({ ...engine, precision: 'float32' })];
    store.db.prepare('UPDATE runs SET request = ?, engine = ?').run(...stored);
    expect(storedRun(store, 'r')!.request).toEqual({ ...request, precision: 'float32' });
    expect(engineSchema.parse(storedRun(store, 'r')!.engine)).toEqual({ ...engine, precision: 'float32' });
  });
});

it('refuses a SQLite that can damage databases', () => {
  expect(() => assertSqlite('3.51.2')).toThrow('too old');
  expect(() => assertSqlite('3.7.17')).toThrow('too old');
  expect(() => assertSqlite('3.51.3')).not.toThrow();
  expect(() => assertSqlite('4.0.0')).not.toThrow();
});

it('locks a workspace against this process and others until the process ends, however it does', async () => {
  const lock = join(folder, 'core.lock');
  const script = `
    import { lockWorkspace } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))};
    const unlock = lockWorkspace(process.argv[2]);
    process.stdout.write(unlock ? 'locked' : 'busy');
    if (unlock) setInterval(() => unlock, 1000);`;
  const file = join(folder, 'lock.mjs');
  writeFileSync(file, script);
  const holder = spawn(process.execPath, [file, lock], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((go) => holder.stdout.once('data', go));
  expect(lockWorkspace(lock)).toBeNull();
  expect(spawnSync(process.execPath, [file, lock], { encoding: 'utf8' }).stdout).toBe('busy');
  holder.kill('SIGKILL');
  await new Promise((gone) => holder.once('close', gone));
  const unlock = lockWorkspace(lock);
  expect(unlock).not.toBeNull();
  expect(lockWorkspace(lock)).toBeNull();
  unlock!();
});
