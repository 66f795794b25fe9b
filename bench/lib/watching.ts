/**
 * `--watching`: what it costs to be watched. One process trains; in each pair it does so once with nobody looking on and
 * once with all that a window asks for, curves ten times a second and a look inside once a second, written as a job
 * writes them to its parent. A ratio is a pair's time for a step watched by that unwatched; pairs take turns in which
 * comes first.
 */
import { join } from 'node:path';
import type { Precision } from '../../src/shared/contract/runs.ts';
import { startContestant } from './contestant.ts';
import type { Contestant, Round } from './contestant.ts';
import type { Asked } from './ours.ts';

interface Pair {
  readonly on: Round;
  readonly off: Round;
}

/** Of ratios: half of them lie between the quartiles. */
interface Spread {
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

export interface WatchingCost {
  readonly network: string;
  readonly precision: Precision;
  readonly threads: number;
  readonly pairs: number;
  /** Unwatched. */
  readonly msPerStep: number;
  readonly time: Spread;
  readonly processor: Spread;
}

export async function watchingCost(
  network: string,
  threads: number,
  precision: Precision,
  shards: number | null,
  pairs: number,
  seconds: number,
): Promise<WatchingCost> {
  const asked: Asked = { network, threads, shards, precision, how: 'traced' };
  const file = join(import.meta.dirname, 'ours.ts');
  const contestant = await startContestant('ours', process.execPath, [file, JSON.stringify(asked)]);
  try {
    // In the first looks TensorFlow makes its plan of them.
    for (let i = 0; i < 2; i++) await contestant.round(1.1, 'watched');
    const rounds: Pair[] = [];
    for (let i = 0; i < pairs; i++) rounds.push(await pair(contestant, seconds, i % 2 === 0));
    const ratios = (of: (round: Round) => number): Spread =>
      spreadOf(rounds.map(({ on, off }) => of(on) / of(off)));
    return {
      network,
      precision,
      threads,
      pairs,
      msPerStep: spreadOf(rounds.map(({ off }) => 1000 * perStep(off))).median,
      time: ratios(perStep),
      processor: ratios(({ cpu, steps }) => cpu / steps),
    };
  } finally {
    await contestant.close();
  }
}

const perStep = ({ seconds, steps }: Round): number => seconds / steps;

async function pair(contestant: Contestant, seconds: number, offFirst: boolean): Promise<Pair> {
  if (offFirst) {
    const off = await contestant.round(seconds);
    return { off, on: await contestant.round(seconds, 'watched') };
  }
  const on = await contestant.round(seconds, 'watched');
  return { on, off: await contestant.round(seconds) };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  /** Between the two nearest where it falls between them. */
  const at = (part: number): number => {
    const place = part * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return low + (high - low) * (place % 1);
  };
  return { median: at(0.5), quartiles: [at(0.25), at(0.75)] };
}
