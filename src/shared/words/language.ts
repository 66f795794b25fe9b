/**
 * Which language this process' sentences are in. English words lie in these files, those of another language in a folder
 * beside them (`de/`), loaded only where they are spoken. A process speaks one language; until `speak` it is English.
 */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];
/** What a person chooses: a language, or the one of their system. */
export type LanguageChoice = 'system' | Language;

/** The tables of a language, by the name that `wordsOf` gives them. */
export type Translated = Readonly<Record<string, object>>;

let spoken: Language = 'en';
let translated: Translated = {};
const tables = new Map<string, { readonly words: object; readonly english: object }>();

/** Every table that was made so far, in English. */
export const englishTables = (): ReadonlyMap<string, object> =>
  new Map([...tables].map(([name, { english }]) => [name, english]));

export const spokenLanguage = (): Language => spoken;

/** What is kept of a choice may be anything: an older version's, nothing at all. */
export const languageChoice = (kept: unknown): LanguageChoice =>
  LANGUAGES.find((language) => language === kept) ?? 'system';

/** `system` is what the system names its language: `de-AT`. */
export function languageOf(choice: LanguageChoice, system: string): Language {
  if (choice !== 'system') return choice;
  const [language] = system.toLowerCase().split('-');
  return LANGUAGES.find((known) => known === language) ?? 'en';
}

/** A table of words, English until another language is spoken. It stays the same object. */
export function wordsOf<Words extends object>(name: string, english: Words): Words {
  const words = { ...english, ...translated[name] };
  tables.set(name, { words, english });
  return words;
}

/**
 * From now on the tables give the words of this language; what lacks there stays English. Words that were read from a
 * table before do not change, so it is called before anything that reads some at its start is loaded.
 */
export function speak(language: Language, words: Translated): void {
  spoken = language;
  translated = words;
  for (const [name, table] of tables) Object.assign(table.words, table.english, words[name]);
}
