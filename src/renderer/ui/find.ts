/** What a search box finds, for every list that can be searched by a few words. */

/** What a thing is found by: its name first, then whatever else is said of it. */
export interface Findable {
  readonly name: string;
  readonly about?: string | undefined;
}

/** The things that a text finds, the best first; among equals their order stays. All of them where nothing is typed. */
export function find<T>(things: readonly T[], text: string, by: (thing: T) => Findable): readonly T[] {
  // "conv-2d" is "conv 2d".
  const words = text
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean);
  if (words.length === 0) return things;
  return things
    .map((thing) => ({ thing, rank: rankOf(by(thing), words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ thing }) => thing);
}

/** 0: not found. Higher: the words are more surely what was meant. */
function rankOf({ name, about = '' }: Findable, words: readonly string[]): number {
  const label = name.toLowerCase();
  const text = words.join(' ');
  if (label === text) return 6;
  if (label.startsWith(text)) return 5;
  if (words.every((word) => startsWord(label, word))) return 4;
  if (words.every((word) => label.includes(word))) return 3;
  const all = `${label} ${about.toLowerCase()}`;
  if (words.every((word) => all.includes(word))) return 2;
  return isSpelledIn(label, words.join('')) ? 1 : 0;
}

const startsWord = (text: string, word: string): boolean =>
  text.startsWith(word) || text.includes(` ${word}`) || text.includes(`(${word}`);

/** Whether the letters come in the name one after the other, each run of them at the start of a word: "gtr", "go to runs". */
function isSpelledIn(name: string, letters: string): boolean {
  const from = (at: number, left: string, goesOn: boolean): boolean => {
    if (left === '') return true;
    for (let i = at; i < name.length; i++) {
      const starts = i === 0 || !/[\p{L}\p{N}]/u.test(name[i - 1]!);
      if (name[i] === left[0] && (starts || (goesOn && i === at)) && from(i + 1, left.slice(1), true))
        return true;
    }
    return false;
  };
  return letters.length > 1 && from(0, letters, false);
}
