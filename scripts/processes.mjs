/** Starting programs, and ending every process that they started. Suits Node 18. */
import { spawn, spawnSync } from 'node:child_process';

/** Runs a program to its end; resolves to { code, signal, output }. `onLine` sees each line of stdout as it comes. */
export function run(program, args, { cwd, env, timeoutMs, onLine, shell } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: shell ?? false,
      detached: process.platform !== 'win32', // a group of its own, so that a time limit ends all of it
    });
    const untrack = track(child);
    let output = '';
    let rest = '';
    const take = (text, isOut) => {
      output = (output + text).slice(-2_000_000);
      if (!isOut || !onLine) return;
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding('utf8').on('data', (text) => take(text, true));
    child.stderr.setEncoding('utf8').on('data', (text) => take(text, false));
    let timedOut = false;
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          endTree(child.pid, 'SIGKILL');
        }, timeoutMs)
      : null;
    child.on('error', (error) => (output += `${error.message}\n`));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      untrack();
      resolve({ code, signal, output, timedOut });
    });
  });
}

/** Processes that run now and end with us. */
const running = new Set();
function track(child) {
  running.add(child);
  return () => running.delete(child);
}

/** Every process below `pid`, deepest last; itself not. One that detached itself is still its parent's child. */
export function descendants(pid) {
  if (process.platform === 'win32') return []; // taskkill /T finds them itself
  const listed = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = (listed.stdout ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((pair) => pair.length === 2);
  const found = [];
  let level = [pid];
  while (level.length > 0) {
    level = pairs.filter(([, parent]) => level.includes(parent)).map(([child]) => child);
    found.push(...level);
  }
  return found;
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function signalOne(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Sends a signal to a process and all below it. */
export function endTree(pid, signal) {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    return [];
  }
  const pids = [pid, ...descendants(pid)];
  for (const each of pids) signalOne(each, signal);
  return pids;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function goneWithin(pids, ms) {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    if (!pids.some(isAlive)) return true;
    await pause(50);
  }
  return !pids.some(isAlive);
}

/**
 * Ends a program and everything below it: first by the polite signal, with time to write checkpoints, then by force.
 * The tree is read before the first signal, because orphans can no longer be found afterwards.
 */
export async function endPolitely(pid, { politeMs = 15_000 } = {}) {
  const pids = endTree(pid, 'SIGTERM');
  if (await goneWithin(pids, politeMs)) return;
  for (const each of pids) signalOne(each, 'SIGKILL');
  await goneWithin(pids, 2_000);
}

/**
 * Runs a program in the foreground, with our own stdin and output, until it ends by itself or we are asked to end;
 * then everything that it started ends too. Resolves to an exit code.
 */
export function foreground(program, args, { cwd, env } = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: 'inherit',
      // Not in the terminal's group: Ctrl-C reaches us alone, and we end the tree while we can still see all of it.
      detached: process.platform !== 'win32',
    });
    let asked = null;
    const end = (signal) => {
      if (asked) return;
      asked = signal;
      void endPolitely(child.pid).then(() => finish(128 + (signal === 'SIGINT' ? 2 : 15)));
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const handlers = signals.map((signal) => [signal, () => end(signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const finish = (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve({ code, signal: signal ?? null, asked: asked !== null, ms: Date.now() - started });
    };
    child.on('error', () => finish(127));
    child.on('close', (code, signal) => {
      if (!asked) finish(code ?? 1, signal);
    });
  });
}

/** While `run` has programs going, being ended ends them too. Who listens by himself ends by himself. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) endTree(child.pid, 'SIGKILL');
    if (process.listenerCount(signal) === 1) process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}
