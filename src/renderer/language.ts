/** Which language the window speaks: the person's choice, or the system's. It is fixed for the life of a page. */
import { languageChoice, languageOf, speak } from '../shared/words/language.ts';
import type { LanguageChoice } from '../shared/words/language.ts';

const KEY = 'language';

export const chosenLanguage = (): LanguageChoice => languageChoice(localStorage.getItem(KEY));

/** Counts from the next load of the page on. */
export const keepLanguage = (choice: LanguageChoice): void => localStorage.setItem(KEY, choice);

/** Before any module with words is loaded. English costs nothing: another language's words are fetched only here. */
export async function speakChosen(): Promise<void> {
  const language = languageOf(chosenLanguage(), navigator.language);
  document.documentElement.lang = language;
  if (language === 'de') speak('de', (await import('../shared/words/de/index.ts')).german);
}
