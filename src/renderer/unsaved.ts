/**
 * What a page that goes away has not saved yet. It is sent at once (`OpenProject.saveLast`), but a page's last words may
 * be lost on the way; kept here as well, the next page saves it where the file is still as it was.
 */
import type { CoreClient } from '../shared/contract/core.ts';
import type { Project } from '../shared/network/document.ts';

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

/** Saves what earlier pages kept, once. */
export async function saveUnsaved(
  storage: Pick<Storage, 'length' | 'key' | 'getItem' | 'removeItem'>,
  core: Pick<CoreClient, 'request'>,
): Promise<void> {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
  for (const key of keys.filter((each) => each.startsWith(KEY))) {
    const kept = storage.getItem(key);
    storage.removeItem(key);
    if (kept === null) continue;
    try {
      const { project, revision } = JSON.parse(kept) as Unsaved;
      await core.request('projects.save', { path: key.slice(KEY.length), project, revision });
    } catch {
      // It has arrived after all, or the file was changed or deleted since: the file's own state counts.
    }
  }
}
