/** The small tables: settings, recent projects, data sets, imports, exports. */
import type { ExportState } from '../../../shared/contract/core.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import type { Store } from './database.ts';

export function readSettings(store: Store): Record<string, unknown> {
  const rows = store.db.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings').all();
  return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
}

export const writeSetting = (store: Store, key: string, value: unknown): void =>
  store.transaction('durable', () => {
    store.db
      .prepare(
        'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      )
      .run(key, JSON.stringify(value));
  });

const RECENTS_KEPT = 50;

/** Paths of projects opened outside the workspace's own folder or in it, the latest first. */
export const recentPaths = (store: Store): readonly string[] =>
  store.db.prepare('SELECT path FROM recents ORDER BY opened DESC').pluck().all() as string[];

export const addRecent = (store: Store, path: string): void =>
  store.transaction('flushed', () => {
    store.db
      .prepare(
        'INSERT INTO recents (path, opened) VALUES (?, ?) ON CONFLICT DO UPDATE SET opened = excluded.opened',
      )
      .run(path, new Date().toISOString());
    store.db
      .prepare(
        'DELETE FROM recents WHERE path NOT IN (SELECT path FROM recents ORDER BY opened DESC LIMIT ?)',
      )
      .run(RECENTS_KEPT);
  });

export const removeRecent = (store: Store, path: string): void =>
  store.transaction('flushed', () => {
    store.db.prepare('DELETE FROM recents WHERE path = ?').run(path);
  });

/** `verified`: sizes and times of the column files when their contents last matched the hash. */
export const writeDataset = (
  store: Store,
  set: { id: string; name: string; hash: string; verified: string | null },
): void =>
  store.transaction('durable', () => {
    store.db
      .prepare(
        `INSERT INTO datasets (id, name, hash, verified) VALUES (@id, @name, @hash, @verified)
         ON CONFLICT DO UPDATE SET name = excluded.name, hash = excluded.hash, verified = excluded.verified`,
      )
      .run(set);
  });

export const verifiedState = (store: Store, id: string, hash: string): string | null =>
  (store.db.prepare('SELECT verified FROM datasets WHERE id = ? AND hash = ?').pluck().get(id, hash) as
    string | null | undefined) ?? null;

export const removeDataset = (store: Store, id: string): void =>
  store.transaction('durable', () => {
    store.db.prepare('DELETE FROM datasets WHERE id = ?').run(id);
  });

export const beginImport = (
  store: Store,
  row: { id: string; name: string; sources: readonly string[] },
): void =>
  store.transaction('flushed', () => {
    store.db
      .prepare(`INSERT INTO imports (id, name, state, sources, started) VALUES (?, ?, 'running', ?, ?)`)
      .run(row.id, row.name, JSON.stringify(row.sources), new Date().toISOString());
  });

export const endImport = (
  store: Store,
  row: {
    id: string;
    state: string;
    dataset: string | null;
    rows: number;
    problems: number;
    failure: Failure | null;
  },
): void =>
  store.transaction('flushed', () => {
    store.db
      .prepare(
        'UPDATE imports SET state = ?, dataset = ?, rows = ?, problems = ?, failure = ?, ended = ? WHERE id = ?',
      )
      .run(
        row.state,
        row.dataset,
        row.rows,
        row.problems,
        row.failure && JSON.stringify(row.failure),
        new Date().toISOString(),
        row.id,
      );
  });

/** Imports that a core which was killed left behind. */
export const abandonImports = (store: Store, cause: Failure): void =>
  store.transaction('flushed', () => {
    store.db
      .prepare(`UPDATE imports SET state = 'failed', failure = ?, ended = ? WHERE state = 'running'`)
      .run(JSON.stringify(cause), new Date().toISOString());
  });

export const writeExport = (store: Store, state: ExportState): void =>
  store.transaction('flushed', () => {
    store.db
      .prepare(
        `INSERT INTO exports (id, run, format, state, path, bytes, proof, failure, created)
         VALUES (@id, @run, @format, @state, @path, @bytes, @proof, @failure, @created)
         ON CONFLICT DO UPDATE SET state = excluded.state, path = excluded.path, bytes = excluded.bytes,
           proof = excluded.proof, failure = excluded.failure`,
      )
      .run({
        ...state,
        proof: state.proof && JSON.stringify(state.proof),
        failure: state.failure && JSON.stringify(state.failure),
        created: new Date().toISOString(),
      });
  });

export const exportPath = (store: Store, id: string): string | null =>
  (store.db.prepare(`SELECT path FROM exports WHERE id = ? AND state = 'done'`).pluck().get(id) as
    string | undefined) ?? null;
