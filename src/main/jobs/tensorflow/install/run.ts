/** Runs a program to its end. A program that is not there is an answer, not an error. */
import { spawn } from 'node:child_process';

export interface Ran {
  /** null: it was killed or could not be started. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The program does not exist. */
  readonly absent: boolean;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

const keep = 100_000;

export function run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(options.cwd ? { cwd: options.cwd } : {}),
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let absent = false;
    let timedOut = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout = (stdout + text).slice(-keep)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-keep)));
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    child.on('error', (error: NodeJS.ErrnoException) => {
      absent = error.code === 'ENOENT';
      stderr += error.message;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, absent, timedOut, stdout, stderr });
    });
  });
}

/** What tells most, first: a network error, a line that begins as an error, any that names one. */
const telling = [
  /\bE(?:NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|HOSTUNREACH|NETUNREACH)\b/,
  /^(?:\w*error\b|\S+: (?:fatal )?error:)/i,
  /\berror\b/i,
];

/** The line of a program's complaint that says most, at most 200 characters of it. */
export function complaint(ran: Ran): string {
  if (ran.timedOut) return 'it took too long';
  const lines = `${ran.stdout}\n${ran.stderr}`.split('\n').map((text) => text.trim());
  const said = lines.filter((text) => text !== '');
  const worst = telling.map((pattern) => said.findLast((text) => pattern.test(text))).find((text) => text);
  const line = worst ?? said.at(-1) ?? (ran.signal ? `ended by ${ran.signal}` : `exit code ${ran.code}`);
  return line.length > 200 ? `${line.slice(0, 197)}...` : line;
}
