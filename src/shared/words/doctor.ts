/** What the doctor says of the machine and the installation. */
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`;
const size = (bytes: number): string => (bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : gigabytes(bytes));

export const doctorWords = {
  names: {
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
  },
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
  installing: {
    start: 'Starting the installer',
    wait: 'Another installation is under way; waiting for it',
    download: 'Fetching TensorFlow from PyPI',
    unpack: 'Unpacking its libraries',
    compile: 'Joining it to Node',
    verify: 'Trying it',
    'own-download': 'Trying the download that tfjs-node makes',
    done: 'Done',
  },
  diagnostics: {
    title: (version: string, when: string): string => `Neuroloom ${version}, diagnostics of ${when}`,
    system: 'System',
    checks: 'Checks',
    settings: 'Settings',
    log: 'Last lines of the log',
    none: '(none)',
    workspace: '(workspace)',
  },
  installStep: (step: string, done: number | undefined, total: number | undefined): string =>
    done === undefined || !total ? `${step}…` : `${step}: ${size(done)} of ${size(total)}`,
  installed: (version: string): string => `TensorFlow ${version} is installed. The next run trains on it.`,
  installerSilent: 'The installer ended without an answer',
  database: (sqlite: string, journal: string): string => `SQLite ${sqlite}, ${journal}`,
  cache: (path: string, bytes: number): string => `${path}, ${size(bytes)}`,
} as const;
