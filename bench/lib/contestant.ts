/** A process that trains one network and stays: asked for a round, it runs steps for so long and tells what it did. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Round {
  readonly steps: number;
  readonly samples: number;
  readonly seconds: number;
  /** Seconds of processor on all cores: tells a slow step from a busy machine. */
  readonly cpu: number;
}

export interface Contestant {
  readonly name: string;
  /** What it said of itself when it was ready. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** `how`: what else it is to do, if it can. */
  round(seconds: number, how?: string): Promise<Round>;
  close(): Promise<void>;
}

export type Device = 'cpu' | 'gpu';

/** Starts it; rejects with its last words where it ends before it is ready. It sees a GPU only where it is to use one. */
export async function startContestant(
  name: string,
  command: string,
  args: readonly string[],
  device: Device = 'cpu',
  environment: Readonly<Record<string, string>> = {},
): Promise<Contestant> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...(device === 'cpu' && { CUDA_VISIBLE_DEVICES: '' }), ...environment },
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4000)));
  const gone = once(child, 'close').catch((error: unknown) => (words += String(error)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value) as Record<string, unknown>;
    await gone;
    throw new Error(`${name} ended: ${lastError(words)}`);
  };
  return {
    name,
    facts: await answer(),
    async round(seconds, how) {
      child.stdin.write(how === undefined ? `${seconds}\n` : `${seconds} ${how}\n`);
      return (await answer()) as unknown as Round;
    },
    async close() {
      child.stdin.end();
      await gone;
    },
  };
}

/** Of what a process wrote before it died: the last line that tells an error, in JavaScript's or Python's way. */
function lastError(words: string): string | undefined {
  const lines = words.trim().split('\n');
  return lines.findLast((line) => /^[\w.]*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
}
