import { plural } from '../numbers.ts';

/** Words of the home screen. */
export const home = {
  title: 'Neuroloom',
  text: 'Draw a neural network, drop your own data on it, and train it on this machine.',
  dropTitle: 'Start with your data',
  dropText: 'Drop files or a folder here: images in class folders, a zip of them, CSV, TSV or IDX.',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  newProject: 'New project',
  openProject: 'Open…',
  openProjectDoc: 'Open a .neuroloom file',
  recent: 'Recent projects',
  recentEmpty: 'Projects that you make or open are listed here.',
  samples: 'Samples',
  samplesDoc: 'Complete networks with their data, ready to train and to take apart.',
  samplesEmpty: 'No samples are installed.',
  sampleData: {
    ready: 'Data included',
    files: 'Brings no data: you choose the files',
    download: 'Its data is downloaded when you ask for it',
  },
  layers: (n: number) => plural(n, 'layer'),
  menu: (name: string) => `More about ${name}`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: 'The project file is deleted. Its runs and its data stay. This cannot be undone.',
  deleted: (name: string) => `${name} was deleted.`,
  createTitle: 'New project',
  createText: 'Which data should it learn from?',
  createName: 'Name',
  createData: 'Data',
  createEmpty: 'None yet: an empty canvas',
  createImport: 'Import data first…',
  create: 'Create',
  untitled: 'Untitled',
  rowsOf: (rows: number) => plural(rows, 'row'),
};
export type HomeWords = typeof home;
