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

/** How many things are offered where none holds every word. */
const NEAR = 8;

/**
 * As `find`; where nothing holds every word, what holds the words that say most: "how do I export a model". A word says
 * the more the fewer things hold it.
 */
export function findNear<T>(things: readonly T[], text: string, by: (thing: T) => Findable): readonly T[] {
  const found = find(things, text, by);
  if (found.length > 0) return found;
  const texts = things.map((thing) => {
    const { name, about = '' } = by(thing);
    return { thing, name: name.toLowerCase(), all: `${name} ${about}`.toLowerCase() };
  });
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  const weights = words.map((word) => {
    const holding = texts.filter(({ all }) => startsWord(all, word)).length;
    return holding === 0 ? 0 : Math.log(things.length / holding);
  });
  const scores = texts.map(({ thing, name, all }) => ({
    thing,
    score: words.reduce((sum, word, i) => {
      const times = startsWord(name, word) ? 2 : startsWord(all, word) ? 1 : 0;
      return sum + times * weights[i]!;
    }, 0),
  }));
  const best = Math.max(...scores.map(({ score }) => score));
  if (best < Math.log(4)) return [];
  return scores
    .filter(({ score }) => score >= best / 2)
    .sort((a, b) => b.score - a.score)
    .slice(0, NEAR)
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
