/** Which token comes next, given how likely each is. Pure: whoever calls brings the random number. */
import { softmax } from '../model/probabilities.ts';

export interface SamplingSettings {
  /** 0: always the likeliest. */
  readonly temperature: number;
  /** The likeliest so many; null: all. */
  readonly topK: number | null;
  /** The fewest likeliest that have this probability together; null: all. */
  readonly topP: number | null;
}

export interface Candidate {
  readonly id: number;
  readonly probability: number;
}

/**
 * The tokens that may come next with their probabilities, the likeliest first, of equal ones the first of the vocabulary.
 * Temperature comes before the choice, as is usual; `-Infinity` is a token that may not.
 */
export function candidates(
  logarithms: ArrayLike<number>,
  { temperature, topK, topP }: SamplingSettings,
): readonly Candidate[] {
  const all = Array.from(logarithms);
  const warm = softmax(temperature === 0 ? all : all.map((value) => value / temperature));
  const ordered = all
    .map((value, id) => ({ id, value, probability: warm[id]! }))
    .filter(({ value }) => value > -Infinity)
    .sort((a, b) => b.value - a.value || a.id - b.id);
  if (temperature === 0) return ordered.slice(0, 1).map(({ id }) => ({ id, probability: 1 }));
  const likeliest = ordered.slice(0, topK ?? ordered.length);
  const kept = topP === null ? likeliest : nucleus(normalised(likeliest), topP);
  return normalised(kept);
}

function nucleus(ordered: readonly Candidate[], part: number): readonly Candidate[] {
  let sum = 0;
  const end = ordered.findIndex(({ probability }) => (sum += probability) >= part);
  return end < 0 ? ordered : ordered.slice(0, end + 1);
}

function normalised(kept: readonly Candidate[]): readonly Candidate[] {
  const sum = kept.reduce((total, { probability }) => total + probability, 0);
  return kept.map(({ id, probability }) => ({ id, probability: probability / sum }));
}

/** The candidate that a number in [0, 1) falls on. */
export function draw(from: readonly Candidate[], uniform: number): number {
  let sum = 0;
  const hit = from.find(({ probability }) => (sum += probability) > uniform);
  // Rounding may leave the sum just below 1.
  return (hit ?? from.at(-1)!).id;
}
