import { bytesText, plural } from '../numbers.ts';

/** Words of the window's frame: title bar, rail, settings. */
export const frame = {
  app: 'Neuroloom',
  /** Of the window: how far its run is comes first, because a taskbar shows little more. */
  title: (project: string, part: number | null) =>
    `${part === null ? '' : `${Math.floor(part * 100)} % · `}${project} · Neuroloom`,
  rail: 'Rooms',
  routes: {
    home: 'Home',
    templates: 'Templates',
    data: 'Data',
    design: 'Design',
    train: 'Train',
    runs: 'Runs',
    use: 'Use',
    doctor: 'Machine',
    settings: 'Settings',
  },
  routesDoc: {
    home: 'Projects and samples',
    templates: 'A complete network for every kind of task',
    data: 'Bring data in and look at it',
    design: 'Draw the network',
    train: 'Train it and watch',
    runs: 'Compare runs and their results',
    use: 'Export the network, and try it',
    doctor: 'What is here, what trains best, what is missing',
    settings: 'Settings',
  },
  connecting: 'Connecting to Neuroloom’s core…',
  lost: 'The connection to Neuroloom’s core was lost. Runs go on without this window; it tries again by itself.',
  unknown:
    'Neuroloom was started anew and has a new key. Open the address that it printed when it started; this page then goes on by itself.',
  noProjectTitle: {
    design: 'Open a project to draw its network',
    train: 'Open a project to train its network',
  },
  noProjectText: 'A project holds a network, the data that feeds it and how it is trained.',
  goHome: 'Projects and samples',
  project: 'Project',
  renameProject: 'Rename project…',
  closeProject: 'Close project',
  renamed: 'rename the project',
  dropTitle: 'Drop to import',
  dropText: 'Images in class folders, a zip of them, tables, texts, IDX, or a project',
  sidePanel: 'Side panel',
  properties: 'Properties',
  drawer: 'Curves and results',
  code: 'The network as code',
  panels: 'Panels',
  resize: 'Resize',
  skip: 'Skip to the content',
  /** A run of another project than the open one; `state` within a sentence, `part` of it as a text. */
  elsewhere: {
    said: (project: string, run: string, state: string, part: string) =>
      `${run} of ${project}: ${[state, part].filter(Boolean).join(', ')}.`,
    more: (n: number) => `${plural(n, 'more run')} of other projects.`,
    open: 'Open the run.',
  },
};
export type FrameWords = typeof frame;

export const settings = {
  title: 'Settings',
  look: 'Look',
  language: 'Language',
  languageDoc:
    'System follows the language of your system. A change saves what is open and loads the window anew. The command line and the logs stay English.',
  /** Each by its own name, so that everyone finds theirs. */
  languages: { system: 'System', en: 'English', de: 'Deutsch' },
  theme: 'Theme',
  themeDoc: 'System follows what your desktop is set to.',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  motion: 'Motion',
  motionDoc: 'Reduced stops what glides and pulses. System follows what your desktop is set to.',
  motions: { system: 'System', reduced: 'Reduced' },
  runs: 'Runs',
  atOnce: 'Runs at once',
  atOnceDoc:
    'Further runs wait until one of these has ended. Runs side by side share the cores and the memory.',
  onClose: 'When the last window closes during a run',
  onCloseDoc: 'A paused run keeps a checkpoint and goes on from it later.',
  onCloseChoices: { ask: 'Ask', continue: 'Go on', pause: 'Pause' },
  notify: 'Notify when a run ends',
  notifyDoc: 'Only while you look at something else.',
  notifyDenied: 'Your browser does not let this page notify you; its own settings for this address can.',
  workspace: 'Workspace',
  workspaceDoc: 'Projects, data, runs and exports are kept in this folder. Nothing leaves this machine.',
  openFolder: 'Show the folder',
  help: 'Help',
  helpDoc: 'Terms, how-tos and everything that networks are made of, beside whatever you are doing.',
  openHelp: 'Open it',
  shortcuts: 'Show them',
  shortcutsDoc: 'Every command that has a key, in a list that can be searched.',
};
export type SettingsWords = typeof settings;

export const doctor = {
  title: 'This machine',
  text: 'What it has, how runs are computed on it, and what to do where something is missing.',
  checks: 'What Neuroloom needs',
  again: 'Look again',
  looking: 'Looking…',
  states: { ok: 'Fine', missing: 'Missing', note: 'Note' },
  allFine: 'Everything that is needed is there.',
  missing: (n: number) => `${plural(n, 'thing is', 'things are')} missing.`,
  remedy: 'What to do',
  install: 'Install TensorFlow',
  installDoc:
    'Fetches it from PyPI into the cache (about 300 MB; for a GPU about 3 GB) and tries it. No terminal is needed; runs may go on.',
  installing: 'Installing TensorFlow',
  copy: 'Copy the report',
  diagnostics: 'Diagnostics for whoever helps',
  diagnosticsDoc:
    'Versions, machine, checks, settings and the last lines of the log. No project and no rows of data are in it (a line of the log may name a data set), paths are cut short, and nothing is sent: what you read here is all that is saved.',
  openDiagnostics: 'Diagnostics…',
  copied: 'The report is on the clipboard.',
  usage: 'Where the space goes',
  usageDoc: 'Folders of this workspace and the caches beside it, with their sizes.',
  nothing: 'Nothing is kept yet.',
  size: (bytes: number) => bytesText(bytes),
  total: (bytes: number) => `${bytesText(bytes)} in all`,
};
export type DoctorWords = typeof doctor;
