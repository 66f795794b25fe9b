/** Beam search: the likeliest sequences of tokens, of which only so many are followed at a time. Pure. */

export interface BeamSettings {
  readonly start: number;
  /** The token that ends a sequence; null: only `most` ends it. */
  readonly end: number | null;
  /** Tokens after the start. */
  readonly most: number;
  /** Sequences followed side by side; 1 is greedy. */
  readonly width: number;
  /** Scores are divided by the length to this power, so that long sequences are not at a disadvantage. */
  readonly lengthPower: number;
}

/** A beginning that is to be gone on from. */
export interface Beginning {
  readonly source: number;
  readonly tokens: readonly number[];
}

export interface Sequence {
  /** Without those of start and end. */
  readonly tokens: readonly number[];
  readonly score: number;
  readonly ended: boolean;
}

interface Path {
  readonly tokens: readonly number[];
  readonly sum: number;
}

/**
 * The best sequences of each of `sources` sources, the best first. `next` gives the logarithms of the next token's
 * probabilities for many beginnings at once; `-Infinity` is a token that may not come. A sequence that has ended leaves
 * its place in the beam, so the search ends once `width` have.
 */
export function beamSearch(
  sources: number,
  { start, end, most, width, lengthPower }: BeamSettings,
  next: (beginnings: readonly Beginning[]) => readonly ArrayLike<number>[],
): readonly (readonly Sequence[])[] {
  const done: Sequence[][] = Array.from({ length: sources }, () => []);
  let open: Path[][] = Array.from({ length: sources }, () => [{ tokens: [start], sum: 0 }]);
  const score = (sum: number, length: number): number => sum / length ** lengthPower;
  for (let length = 1; length <= most; length++) {
    const beginnings = open.flatMap((paths, source) => paths.map(({ tokens }) => ({ source, tokens })));
    if (beginnings.length === 0) break;
    const logarithms = next(beginnings);
    let at = 0;
    open = open.map((paths, source) => {
      const places = width - done[source]!.length;
      const longer = paths.flatMap((path) =>
        likeliest(logarithms[at++]!, places).map((step) => longerBy(path, step)),
      );
      const best = longer.sort((a, b) => b.sum - a.sum).slice(0, places);
      for (const { tokens, sum } of best)
        if (tokens.at(-1) === end)
          done[source]!.push({ tokens: tokens.slice(1, -1), score: score(sum, length), ended: true });
      return best.filter(({ tokens }) => tokens.at(-1) !== end);
    });
  }
  return done.map((ended, source) => {
    const cut = open[source]!.map(({ tokens, sum }) => ({
      tokens: tokens.slice(1),
      score: score(sum, most),
      ended: false,
    }));
    return [...ended, ...cut].sort((a, b) => b.score - a.score);
  });
}

interface Step {
  readonly id: number;
  readonly logarithm: number;
}
const longerBy = ({ tokens, sum }: Path, { id, logarithm }: Step): Path => ({
  tokens: [...tokens, id],
  sum: sum + logarithm,
});

/** The likeliest so many; of equal ones the first of the vocabulary. */
function likeliest(logarithms: ArrayLike<number>, most: number): readonly Step[] {
  const kept: Step[] = [];
  // A vocabulary is long and `most` is small: no list of all is sorted.
  for (let id = 0; id < logarithms.length; id++) {
    const logarithm = logarithms[id]!;
    if (!(logarithm > (kept.length < most ? -Infinity : kept.at(-1)!.logarithm))) continue;
    const place = kept.findIndex((other) => other.logarithm < logarithm);
    kept.splice(place < 0 ? kept.length : place, 0, { id, logarithm });
    if (kept.length > most) kept.pop();
  }
  return kept;
}
