import type { MachineNow, MachineReport, TrialChoice } from '../../contract/machine.ts';
import { bytesText, count, fixed, plural } from '../numbers.ts';

/** As processors' makers write them. */
export const FEATURES: Readonly<Record<string, string>> = {
  sse4_2: 'SSE4.2',
  avx: 'AVX',
  avx2: 'AVX2',
  fma: 'FMA',
  avx512f: 'AVX-512',
  avx512_vnni: 'AVX-512 VNNI',
  amx_bf16: 'AMX bfloat16',
  amx_tile: 'AMX',
  asimd: 'NEON',
};

function device({ library, gpus }: MachineReport): string {
  if (!library)
    return 'Runs use the portable backend on one thread, because native TensorFlow is not installed. It computes the same, slowly.';
  if (library.device === 'gpu')
    return 'Runs use the GPU, because the installed TensorFlow is a build for it. A batch stays whole.';
  const cut =
    'A batch is cut into one part a core, of 16 rows or more (fewer where each row is much work), and the parts are computed side by side; a network with batch normalisation needs the batch whole.';
  const why =
    gpus.length > 0
      ? 'because the installed TensorFlow is a build for the CPU'
      : 'because there is no NVIDIA GPU';
  return `Runs use the processor, ${why}. ${cut}`;
}

/** Words of the machine's page. */
export const machine = {
  hardware: 'What is here',
  processor: 'Processor',
  cores: (cores: number, threads: number) =>
    threads === cores ? plural(cores, 'core') : `${plural(cores, 'core')}, ${plural(threads, 'thread')}`,
  features: (features: readonly string[] | null) =>
    features === null
      ? 'This system does not tell the instruction sets.'
      : features.length === 0
        ? 'None of the instruction sets that TensorFlow makes use of.'
        : `TensorFlow can use ${features.map((name) => FEATURES[name] ?? name).join(', ')}.`,
  gpu: 'GPU',
  noGpu: 'No NVIDIA GPU',
  noGpuDoc: 'None was found by nvidia-smi; the processor trains.',
  driver: (driver: string) => `Driver ${driver}`,
  gpuName: (gpu: MachineReport['gpus'][number]) => `${gpu.name}, ${bytesText(gpu.memoryBytes)}`,
  memory: 'Memory',
  memoryFree: (free: number, total: number) => `${bytesText(free)} of ${bytesText(total)} free`,
  memoryBar: 'Memory in use',
  memoryLegend: { training: 'Training', others: 'Everything else' },
  training: ({ name, memoryBytes, busyThreads }: MachineNow['training'][number]) =>
    [
      `${name} holds ${bytesText(memoryBytes)}`,
      ...(busyThreads === null ? [] : [`keeps ${fixed(busyThreads, 1)} threads busy`]),
    ].join(' and '),
  idle: 'Nothing trains now.',

  engine: 'How runs are computed',
  device,
  precision: 'Precision of the next run',
  precisions: { float32: 'float32', bfloat16: 'bfloat16 (mixed)' },
  precisionDoc: {
    float32:
      'Numbers have 32 bits. Each run keeps its threads, parts and precision, because the last digits depend on them.',
    bfloat16:
      'Products are taken of numbers of 16 bits, everything else and the weights keep 32: faster where the processor has AVX-512, and about as accurate. Each run keeps what it was trained with.',
  },
  request: 'Threads and parts of the next run',
  requestChoices: { rule: 'By rule', own: 'My own' },
  ruleDoc: (cores: number) =>
    `By rule: ${plural(cores, 'thread')}, one for each core, and as many parts where the batch has rows enough.`,
  ownDoc: 'The threads that compute, and the parts that a batch is cut into.',
  threads: 'Threads',
  shards: 'Parts of a batch',

  trial: 'What each choice would bring',
  trialDoc: (seconds: number) =>
    `Trains the open project for two seconds with each choice, about ${seconds} seconds in all. Nothing of it is kept and no setting is changed.`,
  trialNoProject: 'Open a project to try it here: speed depends on the network.',
  trialProblems: 'The open project has problems to solve first.',
  start: 'Try it',
  again: 'Try again',
  cancel: 'Cancel',
  trying: (project: string, done: number, of: number) =>
    `${project}: choice ${Math.min(done + 1, of)} of ${of}`,
  cancelled: 'It was cancelled; what was measured before stands.',
  of: (project: string) => `Measured on ${project}`,
  columns: { choice: 'Choice', speed: 'Samples a second', use: 'Next run' },
  choice: ({ threads, shards, precision }: Pick<TrialChoice, 'threads' | 'shards' | 'precision'>) =>
    `${plural(threads, 'thread')}, ${shards === 1 ? 'batch whole' : `batch in ${shards} parts`}${precision === 'float32' ? '' : `, ${precision}`}`,
  byRule: 'by rule',
  speed: (rate: number) => count(rate),
  waiting: '…',
  use: 'Use',
  used: 'In use',
  useFor: (choice: string) => `Use ${choice} for the next run`,
};
export type MachineWords = typeof machine;
