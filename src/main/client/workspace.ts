/** Where a workspace is, and where its core listens. Known to every client, so that all reach the same core. */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The workspace where none is named: `NEUROLOOM_HOME`; else on Linux `$XDG_DATA_HOME/neuroloom` if that variable is
 * set; else `Neuroloom` in the person's home, where they find their projects.
 */
export function defaultWorkspace(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (environment['NEUROLOOM_HOME']) return resolve(environment['NEUROLOOM_HOME']);
  if (platform === 'linux' && environment['XDG_DATA_HOME']) {
    return join(environment['XDG_DATA_HOME'], 'neuroloom');
  }
  return join(homedir(), 'Neuroloom');
}

/** Makes the workspace's folder where it is missing (for the person alone) and answers its one true path. */
export function realWorkspace(path: string): string {
  mkdirSync(resolve(path), { recursive: true, mode: 0o700 });
  return realpathSync(resolve(path));
}

/** A socket's path may take 108 bytes on Linux, 104 on macOS. */
const LONGEST_SOCKET_PATH = 100;

/**
 * The address of a workspace's core: `core.sock` in it, a short path named by the workspace's hash where that is too
 * long for a socket, a pipe of that name on Windows.
 */
export function coreAddress(workspace: string, platform: NodeJS.Platform = process.platform): string {
  const hash = createHash('sha256').update(workspace).digest('hex').slice(0, 32);
  if (platform === 'win32') return `\\\\.\\pipe\\neuroloom-${hash}`;
  const path = join(workspace, 'core.sock');
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  // Not os.tmpdir(): two clients with different TMPDIR must find the same core.
  return join('/tmp', `neuroloom-${process.getuid?.() ?? 0}`, `${hash}.sock`);
}

/**
 * Makes the socket's folder where it lies outside the workspace. /tmp is everybody's: a folder there that is another
 * user's, or open to others, is refused.
 */
export function ensureAddressFolder(address: string, workspace: string): void {
  if (process.platform === 'win32' || dirname(address) === workspace) return;
  const folder = dirname(address);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const facts = lstatSync(folder);
  if (!facts.isDirectory() || facts.uid !== process.getuid?.())
    throw new Error(`${folder} belongs to another user`);
  if ((facts.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

export const coreLog = (workspace: string): string => join(workspace, 'logs', 'core.log');
