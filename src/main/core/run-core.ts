/** The core as a process: locks its workspace, listens, ends when nobody needs it. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:net';
import { Failed, failure } from '../../shared/words/failures.ts';
import { coreAddress, coreLog, ensureAddressFolder, realWorkspace } from '../client/workspace.ts';
import { openCore } from './core.ts';
import type { Core, CoreOptions } from './core.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import { errorText, openLog } from './log.ts';
import type { Log } from './log.ts';
import { lockWorkspace } from './store/lock.ts';

/** After the last client has gone; it may be only reconnecting. */
const GRACE = 2000;
/** For a first client to come. */
const FIRST_CLIENT = 30_000;
/** For a core that is ending to let go of the workspace. */
const LOCK_LIMIT = 25_000;

/** Serves until nobody needs it; answers the exit code. Everything it has to say is in the workspace's log. */
export async function runCore(
  options: Omit<CoreOptions, 'log' | 'workspace'> & { readonly workspace: string },
): Promise<number> {
  const workspace = realWorkspace(options.workspace);
  const log = openLog(coreLog(workspace));
  try {
    const address = coreAddress(workspace);
    const unlock = await takeWorkspace(workspace, address);
    if (!unlock) {
      log.info('another core serves this workspace');
      return 0;
    }
    log.info(`core starts on Node ${process.version}`);
    const core = await openCore({ ...options, workspace, log });
    try {
      ensureAddressFolder(address, workspace);
      await serve(core, address, log);
    } finally {
      await core.close();
      unlock();
    }
    log.info('core ends');
    return 0;
  } catch (error) {
    log.error('the core could not start', error);
    log.failure(
      error instanceof Failed
        ? error.failure
        : failure('core-unreachable', { detail: errorText(error).split('\n')[0]! }),
    );
    return 1;
  }
}

/** The workspace's lock; null where another core has it and answers. */
async function takeWorkspace(workspace: string, address: string): Promise<(() => void) | null> {
  const until = Date.now() + LOCK_LIMIT;
  for (;;) {
    const unlock = lockWorkspace(join(workspace, 'core.lock'));
    if (unlock) return unlock;
    if (await answers(address)) return null;
    if (Date.now() > until) throw new Error('Another process holds the workspace and does not answer');
    await sleep(50);
  }
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Resolves when no client and no work is left for a while, or when the process is asked to end. */
function serve(core: Core, address: string, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let listening: Listening | null = null;
    let ending = false;
    const end = (why: string): void => {
      if (ending) return;
      ending = true;
      clearTimeout(timer);
      log.info(why);
      void listening?.close().then(resolve);
    };
    const consider = (grace: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (listening?.clients() === 0 && core.active() === 0) end('nobody needs the core any more');
      }, grace);
    };
    core.onIdle(() => consider(GRACE));
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => end(`asked to end by ${signal}`));
    }
    listen({
      address,
      events: core.events,
      answer: core.answer,
      onClients: () => consider(GRACE),
    }).then((made) => {
      listening = made;
      consider(FIRST_CLIENT);
    }, reject);
  });
}
