/** The one database of a workspace. Known in this folder only; the rest of the core calls the functions beside it. */
import Database from 'better-sqlite3';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

export type Sqlite = Database.Database;

/** Before it, two connections could damage a WAL database (the WAL-reset bug). */
const OLDEST_SQLITE = [3, 51, 3] as const;

export interface Store {
  readonly db: Sqlite;
  /**
   * Runs `work` in one transaction. 'flushed': committed transactions survive a crash of the program; 'durable': of
   * the machine too, so that nothing points at a state which is gone. Throws Failed 'disk-full' where it does not fit.
   */
  transaction<T>(how: 'flushed' | 'durable', work: () => T): T;
  close(): void;
}

/** Opens and migrates. Throws Failed 'database-newer' where a newer program wrote it; nothing is changed then. */
export function openStore(path: string): Store {
  const db = new Database(path, { timeout: 5000 });
  try {
    assertSqlite(db.prepare('SELECT sqlite_version()').pluck().get() as string);
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('mmap_size = 0');
    migrate(db, path, migrations);
    db.pragma('journal_mode = WAL');
    db.pragma('foreign_keys = ON');
    db.pragma('synchronous = NORMAL');
    // Ended cleanly or not, the log starts small and is cut back after a burst.
    db.pragma('journal_size_limit = 16777216');
  } catch (error) {
    db.close();
    throw asFailed(error, path);
  }
  return {
    db,
    transaction: (how, work) => {
      if (db.inTransaction) return work();
      if (how === 'durable') db.pragma('synchronous = FULL');
      try {
        return db.transaction(work).immediate();
      } catch (error) {
        throw asFailed(error, path);
      } finally {
        if (how === 'durable') db.pragma('synchronous = NORMAL');
      }
    },
    close: () => db.close(),
  };
}

/** For the doctor's report. */
export const databaseFacts = ({ db }: Store): { sqlite: string; journal: string } => ({
  sqlite: db.prepare('SELECT sqlite_version()').pluck().get() as string,
  journal: (db.pragma('journal_mode', { simple: true }) as string).toUpperCase(),
});

export function assertSqlite(version: string): void {
  const parts = version.split('.').map(Number);
  for (const [i, oldest] of OLDEST_SQLITE.entries()) {
    const part = parts[i] ?? 0;
    if (part > oldest) return;
    if (part < oldest)
      throw new Error(`SQLite ${version} is too old: ${OLDEST_SQLITE.join('.')} or newer is needed`);
  }
}

function asFailed(error: unknown, path: string): unknown {
  const code = (error as { code?: unknown }).code;
  return code === 'SQLITE_FULL' ? new Failed(failure('disk-full', { path })) : error;
}
