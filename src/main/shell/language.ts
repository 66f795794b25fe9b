/** The language of the window's menus and dialogs, which the page does not draw. */
import { app } from 'electron';
import { failures } from '../../shared/words/de/failures.ts';
import { runEnded } from '../../shared/words/de/run-ended.ts';
import { shell } from '../../shared/words/de/shell.ts';
import { languageOf, speak } from '../../shared/words/language.ts';
import type { LanguageChoice } from '../../shared/words/language.ts';

/** All that the shell says itself. */
const german = { failures, runEnded, shell };

export function speakAs(choice: LanguageChoice): void {
  const language = languageOf(choice, app.getLocale());
  speak(language, language === 'de' ? german : {});
}
