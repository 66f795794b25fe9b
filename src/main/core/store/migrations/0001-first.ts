import type { Migration } from '../migrate.ts';

export const first: Migration = {
  version: 1,
  name: 'first',
  up: (db) =>
    db.exec(`
      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        name TEXT NOT NULL,
        project TEXT NOT NULL,
        project_path TEXT,
        dataset TEXT NOT NULL,
        dataset_name TEXT NOT NULL,
        dataset_hash TEXT NOT NULL,
        seed INTEGER NOT NULL,
        request TEXT NOT NULL,
        engine TEXT,
        parameters INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL,
        failure TEXT,
        created TEXT NOT NULL,
        queued INTEGER,
        started TEXT,
        ended TEXT,
        latest TEXT NOT NULL DEFAULT '{}',
        test TEXT,
        seconds REAL NOT NULL DEFAULT 0,
        samples_per_second REAL NOT NULL DEFAULT 0,
        peak_bytes INTEGER NOT NULL DEFAULT 0,
        job_pid INTEGER
      ) STRICT;
      CREATE INDEX runs_by_state ON runs (state, queued);
      CREATE INDEX runs_by_dataset ON runs (dataset);

      CREATE TABLE metrics (
        run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        step INTEGER NOT NULL,
        name TEXT NOT NULL,
        value REAL,
        PRIMARY KEY (run, step, name)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE checkpoints (
        run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        step INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        file TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        weights TEXT NOT NULL,
        created TEXT NOT NULL,
        damaged INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (run, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE datasets (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        hash TEXT NOT NULL,
        verified TEXT
      ) STRICT;

      CREATE TABLE imports (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        sources TEXT NOT NULL,
        dataset TEXT,
        rows INTEGER NOT NULL DEFAULT 0,
        problems INTEGER NOT NULL DEFAULT 0,
        failure TEXT,
        started TEXT NOT NULL,
        ended TEXT
      ) STRICT;

      CREATE TABLE exports (
        id TEXT PRIMARY KEY,
        run TEXT NOT NULL,
        format TEXT NOT NULL,
        state TEXT NOT NULL,
        path TEXT,
        bytes INTEGER NOT NULL DEFAULT 0,
        proof TEXT,
        failure TEXT,
        created TEXT NOT NULL
      ) STRICT;

      CREATE TABLE settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE recents (
        path TEXT PRIMARY KEY,
        opened TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
};
