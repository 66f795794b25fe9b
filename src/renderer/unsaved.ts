/**
 * What could not be saved before it was left. A page that goes away sends it at once (`OpenProject.saveLast`), but its last
 * words may be lost on the way; a project that is closed while its disk is full has nobody who tries again. Kept here, it
 * is saved later where the file is still as it was.
 */
import type { CoreClient } from '../shared/contract/core.ts';
import type { Project } from '../shared/network/document.ts';
import { Failed } from '../shared/words/failures.ts';

const KEY = 'unsaved:';

export interface Unsaved {
  readonly project: Project;
  /** Of the file that the changes were made to. */
  readonly revision: string;
}

export function keepUnsaved(storage: Pick<Storage, 'setItem'>, path: string, unsaved: Unsaved): void {
  try {
    storage.setItem(KEY + path, JSON.stringify(unsaved));
  } catch {
    // It is full: what was sent has to do.
  }
}

/** Saves what was kept, once, into files that are still as they were: one that was deleted stays so. */
export async function saveUnsaved(
  storage: Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>,
  core: Pick<CoreClient, 'request'>,
): Promise<void> {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
  for (const key of keys.filter((each) => each.startsWith(KEY))) {
    const kept = storage.getItem(key);
    storage.removeItem(key);
    if (kept === null) continue;
    const path = key.slice(KEY.length);
    try {
      const { project, revision } = JSON.parse(kept) as Unsaved;
      const now = await core.request('projects.open', { path });
      // Otherwise it has arrived after all, or the file was changed since: the file's own state counts.
      if (now.revision === revision) await core.request('projects.save', { path, project, revision });
    } catch (error) {
      // For a disk that is full still there is a next time.
      if (error instanceof Failed && error.failure.code === 'disk-full') storage.setItem(key, kept);
    }
  }
}
