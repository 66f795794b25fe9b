/** The files of the page, by the exact path that a browser asks for. No path from outside is ever joined to a folder. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGE_TYPES } from '../../shared/contract/page-policy.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { serverWords } from '../../shared/words/server.ts';

export interface PageFile {
  readonly type: string;
  /** Its name holds its hash: a browser may keep it for good. */
  readonly immutable: boolean;
  read(): Promise<Buffer>;
}

/** Where the built page lies: in the clone when this runs from its source, else beside the bundled server. */
export function pageFolder(): string {
  const place = import.meta.url.endsWith('.ts') ? '../../../dist/renderer/' : '../renderer/';
  const folder = fileURLToPath(new URL(place, import.meta.url));
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Failed(failure('file-unreadable', { path: folder, detail: serverWords.notBuilt }));
  }
  return folder;
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
