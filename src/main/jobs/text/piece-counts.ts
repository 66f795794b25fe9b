/** How often each piece of a text comes, in bounded memory. */

const MOST_DIFFERENT = 400_000;
/** Shorter parts of a string are copies by themselves. */
const COPIED = 13;

export class PieceCounts {
  readonly #counts = new Map<string, number>();
  #floor = 0;
  readonly #most: number;

  constructor(most = MOST_DIFFERENT) {
    this.#most = most;
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  add(pieces: readonly string[]): void {
    for (const piece of pieces) {
      const count = this.#counts.get(piece);
      if (count !== undefined) this.#counts.set(piece, count + 1);
      // A copy: a part of a large text would keep all of it in memory.
      else this.#counts.set(piece.length < COPIED ? piece : Buffer.from(piece).toString(), 1);
    }
    while (this.#counts.size > this.#most) this.#forgetRarest();
  }

  /** Those that came least are the least likely to be among the most frequent in the end. */
  #forgetRarest(): void {
    this.#floor++;
    for (const [piece, count] of this.#counts) if (count <= this.#floor) this.#counts.delete(piece);
  }
}
