/** The files of the page, by the exact path that a browser asks for. No path from outside is ever joined to a folder. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGE_TYPES } from '../../shared/contract/page-policy.ts';
import { Failed, failure } from '../../shared/words/failures.ts';

export interface PageFile {
  readonly type: string;
  /** Its name holds its hash: a browser may keep it for good. */
  readonly immutable: boolean;
  read(): Promise<Buffer>;
}

/** Where the built page lies: beside the bundled server, or in the clone. */
export function pageFolder(): string {
  const places = ['../renderer/', '../../../dist/renderer/'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(join(place, 'index.html')));
  if (found === undefined) {
    throw new Failed(
      failure('file-unreadable', { path: join(places[0]!, 'index.html'), detail: 'the window is not built' }),
    );
  }
  return found;
}

/** Lists the folder once; files of other types than a page's are left out. */
export function pageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = PAGE_TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const url = path.slice(join(folder, '/').length).replaceAll('\\', '/');
    const file = { type, immutable: /-[\w-]{8,}\.\w+$/.test(url), read: () => readFile(path) };
    files.set(`/${url}`, file);
    if (url === 'index.html') files.set('/', file);
  }
  return files;
}
