import { renameSync, rmSync } from 'node:fs';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { Sqlite } from './database.ts';

/** One step of the database's form. A migration that was released is never changed again. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Sqlite): void;
}

/**
 * Brings a database to the newest version, each step in a transaction of its own after a copy of the database was
 * laid beside it (`<path>.before-<version>`). Throws Failed 'database-newer', having changed nothing, where a newer
 * program wrote it.
 */
export function migrate(db: Sqlite, path: string, migrations: readonly Migration[]): void {
  migrations.forEach((migration, i) => {
    if (migration.version !== i + 1) throw new Error(`Migration ${migration.name} is out of order`);
  });
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) throw new Failed(failure('database-newer', { version }));
  for (const migration of migrations.slice(version)) {
    if (migration.version > 1) backUp(db, `${path}.before-${migration.version}`);
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}

/** A whole copy or none: a crash leaves at most a part that the next start replaces. */
function backUp(db: Sqlite, path: string): void {
  const part = `${path}.part`;
  rmSync(part, { force: true });
  db.prepare('VACUUM INTO ?').run(part);
  renameSync(part, path);
}
