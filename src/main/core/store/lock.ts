import Database from 'better-sqlite3';

/**
 * Takes a workspace for this process: a transaction held open on a small database of its own, whose lock the system
 * takes back however the process ends. Null where another process holds it.
 */
export function lockWorkspace(path: string): (() => void) | null {
  const db = new Database(path, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return () => db.close();
  } catch (error) {
    db.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return null;
    throw error;
  }
}
