/** Contestants that take turns: ours, another, ours, the next, … */
import { setTimeout as wait } from 'node:timers/promises';
import type { Contestant, Round } from './contestant.ts';

export interface Measured {
  readonly name: string;
  /** Samples a second. */
  readonly speed: number;
  readonly msPerStep: number;
  /** Time of processor on all cores. */
  readonly cpuMsPerStep: number;
  /** How much faster ours was in the same minutes. */
  readonly ratio: number;
}

export interface Compared {
  readonly ours: Measured;
  readonly others: readonly Measured[];
}

/** Threads that wait for work spin for a moment: the next contestant starts when they sleep. */
const SETTLE = 60;

const speedOf = ({ samples, seconds }: Round): number => samples / seconds;

export async function alternate(
  ours: Contestant,
  others: readonly Contestant[],
  rounds: number,
  seconds: number,
): Promise<Compared> {
  const own: Round[] = [];
  const theirs = others.map((): Round[] => []);
  const ratios = others.map((): number[] => []);
  const turn = async (contestant: Contestant): Promise<Round> => {
    await wait(SETTLE);
    return contestant.round(seconds);
  };
  let before = await turn(ours);
  own.push(before);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contestant] of others.entries()) {
      const one = await turn(contestant);
      const after = await turn(ours);
      theirs[i]!.push(one);
      ratios[i]!.push((speedOf(before) + speedOf(after)) / 2 / speedOf(one));
      own.push(after);
      before = after;
    }
    if (others.length === 0) own.push(await turn(ours));
  }
  return {
    ours: measured(ours.name, own, [1]),
    others: others.map(({ name }, i) => measured(name, theirs[i]!, ratios[i]!)),
  };
}

const measured = (name: string, rounds: readonly Round[], ratios: readonly number[]): Measured => ({
  name,
  speed: median(rounds.map(speedOf)),
  msPerStep: median(rounds.map((round) => (1000 * round.seconds) / round.steps)),
  cpuMsPerStep: median(rounds.map((round) => (1000 * round.cpu) / round.steps)),
  ratio: median(ratios),
});

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
