/** Fetches a wheel without pip: for machines with no Python. Goes on where an earlier attempt stopped. */
import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { OnProgress } from './progress.ts';
import type { Wheel } from './sources.ts';

const Page = z.object({ files: z.array(z.object({ filename: z.string(), url: z.string() })) });
const connectMs = 10_000;
const stallMs = 30_000;
const tries = 4;

/** The index that pip would ask. */
const indexUrl = (): string => (process.env.PIP_INDEX_URL ?? 'https://pypi.org/simple').replace(/\/+$/, '');

/** Puts the wheel at `path`; null when it is there, else why not. The caller checks its hash. */
export async function download(
  wheel: Pick<Wheel, 'project' | 'file' | 'size'>,
  path: string,
  onProgress: OnProgress,
  index = indexUrl(),
): Promise<string | null> {
  let whyNot = '';
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await wait(500 * 2 ** attempt);
    try {
      const url = await wheelUrl(index, wheel);
      await fetchInto(url, `${path}.part`, wheel.size, onProgress);
      renameSync(`${path}.part`, path);
      return null;
    } catch (error) {
      const { message, cause } = error as Error;
      whyNot = cause instanceof Error ? cause.message : message;
      if (!existsSync(`${path}.part`)) return whyNot; // not even begun: trying again at once would not help
    }
  }
  return whyNot;
}

async function wheelUrl(index: string, wheel: Pick<Wheel, 'project' | 'file'>): Promise<string> {
  const page = `${index}/${wheel.project}/`;
  const response = await fetch(page, {
    headers: { accept: 'application/vnd.pypi.simple.v1+json' },
    signal: AbortSignal.timeout(connectMs),
  });
  if (!response.ok) throw new Error(`${page} answered ${response.status}`);
  const { files } = Page.parse(await response.json());
  const file = files.find(({ filename }) => filename === wheel.file);
  if (!file) throw new Error(`${page} has no ${wheel.file}`);
  return new URL(file.url, page).href;
}

async function fetchInto(url: string, part: string, size: number, onProgress: OnProgress): Promise<void> {
  const have = existsSync(part) ? statSync(part).size : 0;
  const stopped = new AbortController();
  let timer = setTimeout(() => stopped.abort(new Error('no answer in time')), connectMs);
  try {
    const response = await fetch(url, {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: stopped.signal,
    });
    if (response.status === 416) {
      rmSync(part); // longer than the file: not a part of it
      throw new Error('what was fetched before does not fit');
    }
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
    const goesOn = response.status === 206;
    let done = goesOn ? have : 0;
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    body.on('data', (chunk: Buffer) => {
      done += chunk.length;
      clearTimeout(timer);
      timer = setTimeout(() => stopped.abort(new Error('the connection went silent')), stallMs);
      onProgress({ step: 'download', done, total: size });
    });
    await pipeline(body, createWriteStream(part, { flags: goesOn ? 'a' : 'w' }));
  } finally {
    clearTimeout(timer);
  }
}
