/** What tests of the core share: a workspace of their own, a core with the fixture's jobs, waiting for a run's state. */
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoreClient, Input, Output, RequestName } from '../../../shared/contract/core.ts';
import type { RunState, RunSummary } from '../../../shared/contract/runs.ts';
import { Failed } from '../../../shared/words/failures.ts';
import { connectCore } from '../../client/connect.ts';
import { coreLog } from '../../client/workspace.ts';
import type { Core } from '../core.ts';
import { openCore } from '../core.ts';
import { openLog } from '../log.ts';
import { CORE_PROCESS, fixtureEntry } from './entries.ts';

export function newWorkspace(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'neuroloom-core-')));
}

export const removeWorkspace = (path: string): void =>
  rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

/** A core in this process, asked without a socket. */
export async function openTestCore(workspace: string, samples: string | null = null): Promise<Core> {
  return openCore({ workspace, log: openLog(coreLog(workspace)), entries: fixtureEntry, samples });
}

export type Ask = <N extends RequestName>(name: N, input: Input<N>) => Promise<Output<N>>;

/** A request's value, or the thrown failure, as a client has it. */
export const asker =
  (core: Core): Ask =>
  async (name, input) => {
    const reply = await core.answer(name, input);
    if (!reply.ok) throw new Failed(reply.failure);
    return reply.value as Output<typeof name>;
  };

/** A client of a core process of its own. */
export const connectFixture = (workspace: string): Promise<CoreClient> =>
  connectCore({ workspace, start: true, core: CORE_PROCESS });

/** Waits until a run is in one of these states; fails, saying where it is, when it never gets there. */
export async function untilState(ask: Ask, run: string, ...states: RunState[]): Promise<RunSummary> {
  let last: RunSummary | null = null;
  for (const until = Date.now() + 15_000; Date.now() < until; await sleep(10)) {
    last = (await ask('runs.get', { run })).run;
    if (states.includes(last.state)) return last;
  }
  throw new Error(
    `The run is ${last?.state}, ${JSON.stringify(last?.failure)}; awaited was ${states.join(' or ')}`,
  );
}

export async function untilTrue(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 15_000; Date.now() < until; await sleep(10)) if (await holds()) return;
  throw new Error(`It never came to be: ${what}`);
}

export function isAlive(pid: number): boolean {
  // A process that was ended but not yet waited for by its parent is gone for our purposes.
  if (existsSync('/proc')) {
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
