/**
 * Who may ask. Every request and every upgrade passes here before anything looks at its path: exact Host (a rebound
 * name gets nothing), exact Origin (another site's page gets nothing), then the cookie of a browser that once brought
 * the token. Nothing here knows a route, so no route can forget it.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The exact values that a request may name, lower case: "127.0.0.1:7878" and "http://127.0.0.1:7878". */
export interface Names {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

/** `hosts` as a person names them: "gpu-box" is on this server's port, "gpu-box:443" is what a proxy listens on. */
export function namesOf(hosts: readonly string[], port: number): Names {
  const named = hosts.map((host) => {
    const whole = (/:\d+$/.test(host) ? host : `${host}:${port}`).toLowerCase();
    // Browsers leave the usual ports out.
    return whole.replace(/:(80|443)$/, '');
  });
  return {
    hosts: new Set(named),
    origins: new Set(named.flatMap((host) => [`http://${host}`, `https://${host}`])),
  };
}

type Head = Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'method' | 'url'>;

/** Every value of a header as it came: Node keeps only the first of some that come twice. */
function valuesOf(head: Head, name: string): readonly string[] {
  return head.rawHeaders.filter((_, i) => i % 2 === 1 && head.rawHeaders[i - 1]!.toLowerCase() === name);
}

/** True if Host and Origin are exactly ours. Reading needs no Origin (browsers send none), all else does. */
export function senderAllowed(head: Head, names: Names, upgrade: boolean): boolean {
  const hosts = valuesOf(head, 'host');
  const origins = valuesOf(head, 'origin');
  if (hosts.length !== 1 || !names.hosts.has(hosts[0]!)) return false;
  if (!head.url?.startsWith('/')) return false;
  if (origins.length > 1) return false;
  if (origins.length === 0) return !upgrade && head.method === 'GET';
  return names.origins.has(origins[0]!) && new URL(origins[0]!).host === hosts[0];
}

/** False for what another site's page asked for: a picture, a script, a frame. Absent in old browsers. */
export function fetchedByUs(head: Head): boolean {
  const site = valuesOf(head, 'sec-fetch-site');
  return site.every((value) => value === 'same-origin' || value === 'none');
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const MOST_BROWSERS = 1000;
const GUESSES = 20;
const GUESS_WINDOW_MS = 60_000;
const MOST_GUESSERS = 10_000;

/** The token of one server, and the cookies that browsers got for it. Holds hashes only, and never prints. */
export interface Keys {
  readonly cookieName: string;
  /** 'wrong' also for the right token after too many wrong ones from this address. */
  tryToken(given: string, address: string): { readonly cookie: string } | 'wrong' | 'wait';
  /** The browser's own id, or null if it has no valid cookie. */
  browserOf(head: Head): string | null;
}

export function createKeys(token: string, port: number, now: () => number = Date.now): Keys {
  const wanted = digest(token);
  const browsers = new Map<string, string>();
  const guesses = new Map<string, { count: number; since: number }>();
  // Cookies do not know ports: two servers on one machine must not overwrite each other's.
  const cookieName = `neuroloom-${port}`;

  const wrongGuess = (address: string): void => {
    const seen = guesses.get(address);
    const fresh = !seen || now() - seen.since > GUESS_WINDOW_MS;
    if (guesses.size >= MOST_GUESSERS) guesses.clear();
    guesses.set(address, fresh ? { count: 1, since: now() } : { count: seen.count + 1, since: seen.since });
  };
  const mustWait = (address: string): boolean => {
    const seen = guesses.get(address);
    return seen !== undefined && seen.count >= GUESSES && now() - seen.since <= GUESS_WINDOW_MS;
  };

  return {
    cookieName,
    tryToken(given, address) {
      if (mustWait(address)) return 'wait';
      if (!timingSafeEqual(digest(given), wanted)) {
        wrongGuess(address);
        return 'wrong';
      }
      const cookie = randomBytes(32).toString('base64url');
      const oldest = browsers.size >= MOST_BROWSERS ? browsers.keys().next().value : undefined;
      if (oldest !== undefined) browsers.delete(oldest);
      const key = digest(cookie).toString('hex');
      browsers.set(key, key.slice(0, 16));
      return {
        cookie: `${cookieName}=${cookie}; Path=/; HttpOnly; SameSite=Strict`,
      };
    },
    browserOf(head) {
      const pairs = (head.headers.cookie ?? '').split(';').map((pair) => pair.trim());
      for (const pair of pairs) {
        if (!pair.startsWith(`${cookieName}=`)) continue;
        // Looked up by its hash: the time that takes says nothing about the cookie.
        const browser = browsers.get(digest(pair.slice(cookieName.length + 1)).toString('hex'));
        if (browser !== undefined) return browser;
      }
      return null;
    },
  };
}

/** A new token: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');
