/** What the desktop window says outside of the page: menus and dialogs of the system. */
import { wordsOf } from './language.ts';
import { plural } from './numbers.ts';

const damage = {
  changed: 'was changed',
  missing: 'is missing',
  added: 'does not belong there',
  unreadable: 'cannot be read',
} as const;

export const shellWords = wordsOf('shell', {
  app: 'Neuroloom',
  menus: {
    file: 'File',
    open: 'Open project…',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
  },
  projectFiles: 'Neuroloom projects',
  tryAgain: 'Try again',
  quit: 'Quit',
  cannotStart: 'Neuroloom could not start',
  runsTitle: 'Let it go on training?',
  runsGoOn: (runs: number) =>
    `${plural(runs, 'run is', 'runs are')} under way. ${runs === 1 ? 'It' : 'They'} can go on without the window, or pause at a checkpoint and go on later.`,
  goOn: 'Go on training',
  pause: 'Pause',
  cancel: 'Keep the window',
  remember: 'Do this each time',
  notSaved: 'The last changes are not saved',
  notSavedDetail: 'They cannot be saved just now. What is wrong stands in the title bar of the window.',
  closeUnsaved: 'Close without them',
  pageGone: 'The window’s page ended several times in a few minutes.',
  pageGoneDetail: 'Nothing of your work is lost: runs go on and projects are saved. Open the page again?',
  damaged: 'Neuroloom is not as it was installed',
  /** Names the first files; the rest are counted. */
  damagedDetail: (files: readonly { readonly path: string; readonly what: keyof typeof damage }[]) => {
    const named = files.slice(0, 5).map(({ path, what }) => `${path} ${damage[what]}`);
    const more = files.length - named.length;
    if (more > 0) named.push(`and ${plural(more, 'other', 'others')}`);
    return `Files of its installation differ from those that were packaged, so nothing of it was started: ${named.join('; ')}. Install Neuroloom again. Your projects, data and runs lie elsewhere and are kept.`;
  },
  noNode: 'No Node 24 was found to run its core; npm start brings one',
});
export type ShellWords = typeof shellWords;
