/** Asks whether there is a newer version, when a person asks for it. It downloads and installs nothing. */
import about from '../../../package.json' with { type: 'json' };
import { releaseSchema } from '../../shared/contract/updates.ts';
import type { Updates, UpdatesFailed } from '../../shared/contract/updates.ts';
import { Failed, failure } from '../../shared/words/failures.ts';

interface Asked {
  readonly current: string;
  /** Null where this build knows none. */
  readonly address: string | null;
  /** In milliseconds. */
  readonly limit?: number;
}

/** An answer is a few kilobytes; more is none. */
const LARGEST = 1 << 20;

/** Where the newest release of the repository that package.json names is told; null where that is no place of GitHub's. */
export function releasesOf(about: object): string | null {
  const repository: unknown = 'repository' in about ? about.repository : null;
  const named = typeof repository === 'object' && repository !== null && 'url' in repository;
  const place = String(named ? repository.url : (repository ?? ''));
  const [, owner, name] = GITHUB.exec(place) ?? [];
  return owner && name ? `https://api.github.com/repos/${owner}/${name}/releases/latest` : null;
}

/** As npm lets it be written: `owner/name`, `github:owner/name`, an address with or without `.git`. */
const GITHUB =
  /^(?:github:|(?:git\+)?(?:https|ssh):\/\/(?:git@)?github\.com\/|git@github\.com:)?([\w-]+)\/([\w.-]+?)(?:\.git)?\/?$/;

/** What was built asks the repository that it was built of. `NEUROLOOM_RELEASES` names another address. */
export const releasesAddress = (): string | null => process.env['NEUROLOOM_RELEASES'] ?? releasesOf(about);

/** Throws Failed 'updates-failed', 'updates-nowhere'. */
export async function checkForUpdates({ current, address, limit = 10_000 }: Asked): Promise<Updates> {
  if (address === null) throw new Failed(failure('updates-nowhere', {}));
  const fail = (why: UpdatesFailed): Failed =>
    new Failed(failure('updates-failed', { host: new URL(address).host, why }));
  const signal = AbortSignal.timeout(limit);
  let text: string;
  try {
    const response = await fetch(address, {
      // Who asks is the program, not the person: nothing of the machine is told.
      headers: { accept: 'application/vnd.github+json', 'user-agent': 'Neuroloom' },
      signal,
    });
    if (response.status === 404) throw fail('none');
    if (response.status === 403 || response.status === 429) throw fail('busy');
    if (!response.ok) throw fail('wrong');
    text = await textOf(response);
  } catch (error) {
    if (error instanceof Failed) throw error;
    if (error instanceof RangeError) throw fail('wrong');
    throw fail(signal.aborted ? 'slow' : 'offline');
  }
  const release = releaseSchema.safeParse(parsed(text));
  if (!release.success) throw fail('wrong');
  const newest = release.data.tag_name.replace(/^v/, '');
  const order = compareVersions(newest, current);
  if (order === null) throw fail('wrong');
  return { current, newest, newer: order > 0, notes: release.data.html_url };
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > LARGEST) throw new RangeError('Too long an answer');
  }
  return text + decoder.decode();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const VERSION = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(-[\w.-]+)?$/;

/** Above 0 if `a` is the newer, below 0 if `b` is; one that is being prepared comes before its release. Null: no version. */
function compareVersions(a: string, b: string): number | null {
  const [left, right] = [VERSION.exec(a), VERSION.exec(b)];
  if (!left || !right) return null;
  for (const part of [1, 2, 3]) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference;
  }
  const [mine, theirs] = [left[4] ?? '', right[4] ?? ''];
  if (mine === theirs) return 0;
  if (mine === '' || theirs === '') return mine === '' ? 1 : -1;
  return mine.localeCompare(theirs, 'en', { numeric: true });
}
