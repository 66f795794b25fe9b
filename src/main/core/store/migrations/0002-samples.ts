import type { Migration } from '../migrate.ts';

/** What generative networks make after an epoch. */
export const samples: Migration = {
  version: 2,
  name: 'samples',
  up: (db) =>
    db.exec(`
      CREATE TABLE samples (
        run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        step INTEGER NOT NULL,
        made TEXT NOT NULL,
        png BLOB NOT NULL,
        PRIMARY KEY (run, epoch)
      ) STRICT;
    `),
};
