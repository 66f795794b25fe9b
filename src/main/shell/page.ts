/** The page behind app://neuroloom/: a fixed list of files with the page's policy, and nothing else. */
import { readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { contentPolicy, PAGE_TYPES, SAFE_HEADERS } from '../../shared/contract/page-policy.ts';
import type { SchemeAnswer } from './platform.ts';

export const SCHEME = 'app';
export const PAGE_ORIGIN = `${SCHEME}://neuroloom`;
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/** True for the page itself, whatever its hash; for nothing else, not even another file of the bundle. */
export const isPage = (url: string): boolean => url.split('#')[0] === PAGE_URL;

/** The files below a folder, by the exact path that the page asks for. No path from outside is joined to a folder. */
export function pageFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const walk = (below: string): void => {
    for (const entry of readdirSync(below, { withFileTypes: true })) {
      const path = join(below, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && PAGE_TYPES[extname(path)]) {
        files.set(
          `/${path
            .slice(folder.length + 1)
            .split(sep)
            .join('/')}`,
          path,
        );
      }
    }
  };
  walk(folder);
  return files;
}

/** The answer to any request to the scheme. */
export function answerPage(
  files: ReadonlyMap<string, string>,
  request: { method: string; url: string },
): SchemeAnswer {
  const refuse = (status: number): SchemeAnswer => ({
    status,
    headers: { ...SAFE_HEADERS, 'Content-Type': 'text/plain' },
    body: { text: '' },
  });
  if (!request.url.startsWith(`${PAGE_ORIGIN}/`)) return refuse(403);
  if (request.method !== 'GET') return refuse(405);
  const path = request.url.slice(PAGE_ORIGIN.length).split(/[?#]/)[0]!;
  const file = files.get(path);
  if (file === undefined) return refuse(404);
  return {
    status: 200,
    headers: {
      ...SAFE_HEADERS,
      'Content-Type': PAGE_TYPES[extname(file)]!,
      'Content-Security-Policy': contentPolicy(),
      'Cache-Control': 'no-cache',
    },
    body: { file },
  };
}
