/** Installs native TensorFlow where set-up did not: the installer is a process of its own, one at a time. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Output, TensorFlowInstall } from '../../../shared/contract/core.ts';
import { doctorWords as words } from '../../../shared/words/doctor.ts';
import { failure, failureText } from '../../../shared/words/failures.ts';
import { isMissingCode, missingWords } from '../../../shared/words/missing.ts';
import type { MissingCode } from '../../../shared/words/missing.ts';
import type { Text } from '../../../shared/words/said.ts';
import { told } from '../../../shared/words/told.ts';
import { findTensorFlow, isTensorFlow } from '../../jobs/tensorflow/install/find.ts';
import { lastWords } from '../../client/last-words.ts';
import type { Broadcast } from '../events.ts';
import type { Log } from '../log.ts';

const LAST_WORDS = 16_000;
const LAST_LINES = 4;

const stepSchema = z.enum(['wait', 'download', 'unpack', 'compile', 'verify', 'own-download', 'done']);
const lineSchema = z.union([
  z.object({
    progress: z.object({ step: stepSchema, done: z.number().optional(), total: z.number().optional() }),
  }),
  z.object({ found: z.object({ version: z.string() }) }),
  z.object({
    missing: z.array(z.object({ code: z.custom<MissingCode>(isMissingCode), detail: z.string() })),
  }),
]);
type Line = z.infer<typeof lineSchema>;

export interface TensorFlowInstaller {
  state(): Output<'tensorflow.state'>;
  /** Begins an installation, or answers how far the one under way is. */
  install(): TensorFlowInstall;
  /** 1 while one is under way: the core stays for it. */
  active(): number;
  onIdle(listener: () => void): void;
  /** Ends an installation; what was fetched is kept for the next. */
  close(): void;
}

export interface InstallerNeeds {
  readonly events: Broadcast;
  readonly log: Log;
  /** The installer's entry file. */
  entry(): string;
}

export function openTensorFlowInstaller({ events, log, entry }: InstallerNeeds): TensorFlowInstaller {
  const idleListeners: (() => void)[] = [];
  let state: TensorFlowInstall | null = null;
  let child: ChildProcess | null = null;

  const change = (next: TensorFlowInstall): TensorFlowInstall => {
    state = next;
    events.emit('tensorflow.changed', next);
    return next;
  };
  const end = (last: TensorFlowInstall): void => {
    if (child === null) return; // told already, or closed
    child = null;
    log.info(told(last.text));
    change(last);
    for (const listener of idleListeners) listener();
  };

  const begin = (): TensorFlowInstall => {
    let printed = '';
    let answer: TensorFlowInstall | null = null;
    // A group of its own, so that the compiler and pip end with the installer.
    const own = (child = spawn(process.execPath, [entry(), '--retry'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    }));
    own
      .stderr!.setEncoding('utf8')
      .on('data', (text: string) => (printed = (printed + text).slice(-LAST_WORDS)));
    createInterface({ input: own.stdout! }).on('line', (text) => {
      const line = readLine(text);
      if (line === null || child !== own) return;
      if ('progress' in line) change(running(line.progress));
      else answer = endOf(line);
    });
    own.on('error', (error) => end(failed(error.message)));
    own.on('close', () => {
      const silent = (): Text => [words.installerSilent, ...lastWords(printed, LAST_LINES)];
      if (child === own) end(answer ?? failed(silent()));
    });
    return change({
      state: 'running',
      text: words.installStep('start', null, null),
      fraction: null,
      failure: null,
    });
  };

  return {
    state: () => ({ native: isTensorFlow(findTensorFlow()), install: state }),
    install: () => (child !== null && state !== null ? state : begin()),
    active: () => (child === null ? 0 : 1),
    onIdle: (listener) => void idleListeners.push(listener),
    close: () => {
      if (child) endGroup(child);
      child = null;
    },
  };
}

function readLine(text: string): Line | null {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // not of the installer's making: a library's own remark
  }
}

function running(progress: Extract<Line, { progress: unknown }>['progress']): TensorFlowInstall {
  const { step, done, total } = progress;
  const fraction = done !== undefined && total ? Math.min(1, done / total) : null;
  const text = words.installStep(step, done ?? null, total ?? null);
  return { state: 'running', text, fraction, failure: null };
}

const endOf = (line: Exclude<Line, { progress: unknown }>): TensorFlowInstall =>
  'found' in line
    ? { state: 'done', text: words.installed(line.found.version), fraction: 1, failure: null }
    : failed(line.missing.map(({ code, detail }) => missingWords.text(code, detail)));

function failed(detail: Text): TensorFlowInstall {
  const cause = failure('tensorflow-install-failed', { detail });
  return { state: 'failed', text: failureText(cause), fraction: null, failure: cause };
}

function endGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill();
    else process.kill(-child.pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
