/** The way to a workspace's core, for window shell, server and command line: connects, and starts it where none answers. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreClient, CoreHead } from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import type { Failure } from '../../shared/words/failures.ts';
import { streamCarrier } from './carrier.ts';
import type { StreamCarrier } from './carrier.ts';
import { coreClient } from './client.ts';
import { entry } from './entries.ts';
import { lastWords } from './last-words.ts';
import { coreAddress, coreLog, defaultWorkspace, realWorkspace } from './workspace.ts';

export interface ConnectOptions {
  /** A folder; default: `defaultWorkspace()`. Made where it is missing. */
  readonly workspace?: string;
  /** Start a core where none answers. */
  readonly start: boolean;
  /** The Node >= 24 that runs the core; default: the one that runs this. Electron's own cannot. */
  readonly node?: string;
  /** The core's entry file; default: the one of this installation. */
  readonly core?: string;
}

/** A core has this long to open its database and answer; a large migration takes its time. */
const START_LIMIT = 30_000;

/** Connects a client. Rejects with `Failed`: 'core-unreachable', or what kept the core from starting. */
export async function connectCore(options: ConnectOptions): Promise<CoreClient> {
  return coreClient(await rawConnect(options));
}

/** Connects a carrier for those who only pass frames on. The core has answered on it once. */
export async function rawConnect(options: ConnectOptions): Promise<StreamCarrier> {
  const workspace = openWorkspace(options.workspace ?? defaultWorkspace());
  const address = coreAddress(workspace);
  const first = await attempt(address);
  if (first) return first;
  if (!options.start) {
    throw new Failed(
      failure('core-unreachable', { detail: `nothing listens for the workspace ${workspace}` }),
    );
  }
  return startCore(workspace, address, options);
}

function openWorkspace(path: string): string {
  try {
    return realWorkspace(path);
  } catch (error) {
    throw new Failed(failure('file-unreadable', { path, detail: (error as Error).message }));
  }
}

async function startCore(
  workspace: string,
  address: string,
  options: ConnectOptions,
): Promise<StreamCarrier> {
  const before = logText(workspace).length;
  const until = Date.now() + START_LIMIT;
  let core = launch(workspace, options);
  while (Date.now() < until) {
    const carrier = await attempt(address);
    if (carrier) return carrier;
    const end = core.ended();
    if (end !== null && end !== '') throw new Failed(whyNot(workspace, before, end));
    // It left the work to another core, which has ended since.
    if (end === '') core = launch(workspace, options);
    await sleep(25);
  }
  throw new Failed(whyNot(workspace, before, 'it did not answer in time'));
}

interface Launched {
  /** Null while it runs, '' when it ended in order, else how it ended. */
  ended(): string | null;
}

function launch(workspace: string, options: ConnectOptions): Launched {
  const log = coreLog(workspace);
  let output: number;
  try {
    mkdirSync(dirname(log), { recursive: true });
    // What Node itself says of a core that cannot even load lands in its log.
    output = openSync(log, 'a', 0o600);
  } catch (error) {
    throw new Failed(failure('file-unreadable', { path: log, detail: (error as Error).message }));
  }
  const node = options.node ?? process.execPath;
  const child = spawn(node, [options.core ?? entry('core'), '--workspace', workspace], {
    detached: true,
    stdio: ['ignore', output, output],
    windowsHide: true,
    cwd: workspace,
  });
  closeSync(output);
  child.unref();
  let notStarted: Error | null = null;
  child.on('error', (error) => (notStarted = error));
  return {
    ended: () => {
      if (notStarted) return `${node} did not start: ${notStarted.message}`;
      if (child.signalCode !== null) return `it was ended by ${child.signalCode}`;
      if (child.exitCode === null) return null;
      return child.exitCode === 0 ? '' : `it ended with code ${child.exitCode}`;
    },
  };
}

/** A connection on which the core has answered, or null. A core that is about to end accepts and answers nothing. */
async function attempt(address: string): Promise<StreamCarrier | null> {
  const socket = connect(address);
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!connected) return null;
  const carrier = streamCarrier(socket);
  carrier.send({ head: { type: 'request', id: 0, name: 'workspace.info', input: {} }, bytes: NO_BYTES });
  for (;;) {
    const frame = await carrier.take();
    if (!frame) return null;
    // Events before the answer are nothing yet to a client that has read no state.
    if ((frame.head as CoreHead).type === 'reply') return carrier;
  }
}

function logText(workspace: string): string {
  try {
    return readFileSync(coreLog(workspace), 'utf8');
  } catch {
    return '';
  }
}

/** The failure that the core itself logged while starting, else how it ended with its last lines. */
function whyNot(workspace: string, before: number, how: string): Failure {
  const text = logText(workspace);
  const own = text.slice(text.length < before ? 0 : before);
  const told = [...own.matchAll(/ failure (\{.*\})$/gm)].at(-1)?.[1];
  if (told) return JSON.parse(told) as Failure;
  const last = lastWords(own).join(' | ');
  return failure('core-unreachable', { detail: last ? `${how}; its last words: ${last}` : how });
}
