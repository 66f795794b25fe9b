/** Colours for what is drawn on a canvas, mixed from tokens. Tokens are `#rrggbb`, or another of these. */

const channels = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** The colour `part` of the way from one to the other, 0 … 1. */
export function mix(from: string, to: string, part: number): string {
  const end = channels(to);
  const mixed = channels(from).map((value, i) =>
    Math.round(value + (end[i]! - value) * Math.min(1, Math.max(0, part))),
  );
  return `rgb(${mixed.join(', ')})`;
}

/** The colour of each whole number from `-steps` to `steps`: blue below zero, the ground at zero, orange above. */
export function diverging(token: (name: `--${string}`) => string, steps: number): readonly string[] {
  const [low, middle, high] = [
    token('--diverging-low'),
    token('--diverging-middle'),
    token('--diverging-high'),
  ];
  return Array.from({ length: 2 * steps + 1 }, (_, i) =>
    i < steps ? mix(low, middle, i / steps) : mix(middle, high, (i - steps) / steps),
  );
}
