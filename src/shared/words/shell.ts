/** What the desktop window says outside of the page: menus and dialogs of the system. */
import { plural } from './numbers.ts';

export const shellWords = {
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
  pageGone: 'The window’s page ended several times in a few minutes.',
  pageGoneDetail: 'Nothing of your work is lost: runs go on and projects are saved. Open the page again?',
  noNode: 'No Node 24 was found to run its core; npm start brings one',
} as const;
