/** What the doctor says of the machine and the installation. */
import { wordsOf } from './language.ts';
import { sayings } from './said.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`;
const size = (bytes: number): string => (bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : gigabytes(bytes));

/** What is checked, and the steps of an installation. */
const names = wordsOf('doctorNames', {
  node: 'Node',
  tensorflow: 'TensorFlow',
  processor: 'Processor',
  gpu: 'GPU',
  electron: 'Electron',
  display: 'Display',
  disk: 'Disk',
  workspace: 'Workspace',
  database: 'Database',
  cache: 'Cache',
});
const installing = wordsOf('doctorSteps', {
  start: 'Starting the installer',
  wait: 'Another installation is under way; waiting for it',
  download: 'Fetching TensorFlow from PyPI',
  unpack: 'Unpacking its libraries',
  compile: 'Joining it to Node',
  verify: 'Trying it',
  'own-download': 'Trying the download that tfjs-node makes',
  done: 'Done',
});
export type DoctorNames = typeof names;
export type DoctorSteps = typeof installing;

export const doctorSentences = wordsOf('doctor', {
  name: (check: keyof typeof names): string => names[check],
  node: (version: string, path: string): string => `${version} at ${path}`,
  tensorflow: (
    version: string,
    source: 'wheel' | 'own-download',
    device: 'cpu' | 'gpu',
    path: string,
  ): string =>
    `${version} for the ${device.toUpperCase()}, ${source === 'wheel' ? 'from PyPI' : 'as tfjs-node downloads it'}, at ${path}`,
  processor: (cores: number, features: readonly string[] | null): string =>
    `${cores} ${cores === 1 ? 'core' : 'cores'}${features && features.length > 0 ? `; TensorFlow can use ${features.join(', ')}` : ''}`,
  gpuUsed: (driver: string): string => `NVIDIA driver ${driver}; TensorFlow's build can use it`,
  gpuUnused: (driver: string): string =>
    `NVIDIA driver ${driver}, but the installed TensorFlow is a build for the CPU`,
  gpuRemedy:
    'Install TensorFlow’s build for the GPU: about 3 GB from PyPI. Neuroloom has not been run on a GPU yet; the build for the CPU stays.',
  gpuUnusedRemedy: 'There is no build for the GPU of this machine; the CPU is used.',
  gpuNone: 'no NVIDIA driver is loaded; the CPU is used',
  electronPackaged: 'part of this package',
  electronAt: (path: string): string => path,
  display: (name: string): string => name,
  diskFree: (free: number, path: string): string => `${gigabytes(free)} free at ${path}`,
  diskSmallRemedy: 'Free some space: data sets and checkpoints need it. Settings shows what takes how much.',
  workspace: (path: string, bytes: number): string => `${path}, ${size(bytes)}`,
  workspaceReadOnly: (path: string): string => `${path} cannot be written`,
  workspaceRemedy: 'Choose a folder of yours with --workspace or NEUROLOOM_HOME.',
  installStep: (step: keyof typeof installing, done: number | null, total: number | null): string =>
    done === null || !total ? `${installing[step]}…` : `${installing[step]}: ${size(done)} of ${size(total)}`,
  installed: (version: string): string => `TensorFlow ${version} is installed. The next run trains on it.`,
  installerSilent: 'The installer ended without an answer',
  database: (sqlite: string, journal: string): string => `SQLite ${sqlite}, ${journal}`,
  cache: (path: string, bytes: number): string => `${path}, ${size(bytes)}`,
});
export type DoctorSentences = typeof doctorSentences;
export const doctorWords = sayings('doctor', doctorSentences);

/** The text for whoever helps, which is English whatever the window speaks. */
export const diagnosticsWords = {
  title: (version: string, when: string): string => `Neuroloom ${version}, diagnostics of ${when}`,
  system: 'System',
  checks: 'Checks',
  settings: 'Settings',
  log: 'Last lines of the log',
  none: '(none)',
  workspace: '(workspace)',
};
