/** German: every table of words that the window shows, by the names of `wordsOf`. Loaded only where it is spoken. */
import { kinds } from './kinds.ts';
import { moments } from './moments.ts';
import { fixes, named, problems, wanted } from './problems.ts';
import { runEnded } from './run-ended.ts';
import { ui } from './ui/index.ts';

export const german = { fixes, kinds, moments, named, problems, runEnded, ui, wanted };
