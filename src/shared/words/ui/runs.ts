import { bytesText, count, plural } from '../numbers.ts';

/** Words of the Runs room. */
export const runs = {
  title: 'Runs',
  emptyTitle: 'No runs yet',
  emptyText:
    'Each time you train, the run is kept here with its settings, curves and result, so that runs can be compared.',
  goTrain: 'Go to Train',
  chooseText: 'Its result, settings and curves are shown here. Tick several to compare them.',
  onlyProject: 'This project',
  allProjects: 'All projects',
  ofProject: 'Whose runs',
  compareRun: (name: string) => `Compare ${name}`,
  comparing: (n: number) => `Comparing ${plural(n, 'run')}`,
  endCompare: 'End comparison',
  epochsOf: (done: number, all: number) => `${count(done)} of ${plural(all, 'epoch')}`,
  noneOfProject: 'This project has no runs yet.',
  gone: 'This run is not here any more.',

  testAccuracy: 'Test accuracy',
  testLoss: 'Test loss',
  testRows: (rows: number) => `Measured on ${plural(rows, 'test row')}`,
  notTestedText: 'A run is measured on its test rows when it has finished.',
  testNow: 'Test now',
  testing: 'Testing…',
  parameters: 'Parameters',
  time: 'Training time',
  rate: 'Speed',
  samplesPerSecond: (rate: number) => `${count(rate)} samples/s`,
  memory: 'Peak memory',
  bytes: (value: number) => bytesText(value),
  curves: 'Curves',
  curvesOf: (name: string) => `Curve of ${name}`,
  noCurves: 'The first epoch has not ended yet.',
  epoch: 'Epoch',
  training: 'training',
  validation: 'validation',
  settings: 'Settings',
  engine: 'Computed by',
  precision: { float32: 'float32', bfloat16: 'bfloat16 (mixed)' },
  engineText: (version: string, device: string, threads: number, shards: number, precision: string) =>
    `TensorFlow ${version} on the ${device.toUpperCase()}, ${plural(threads, 'thread')}, ${plural(shards, 'shard')}, ${precision}`,
  portableText: (version: string, threads: number, precision: string) =>
    `TensorFlow.js ${version}, ${plural(threads, 'thread')}, ${precision}`,
  names: {
    project: 'Project',
    dataset: 'Data',
    epochs: 'Epochs',
    batchSize: 'Batch size',
    optimizer: 'Optimizer',
    learningRate: 'Learning rate',
    seed: 'Seed',
    started: 'Started',
    checkpoint: 'Checkpoint',
    weights: 'Weights',
  },
  checkpointText: (epoch: number, step: number, bytes: number) =>
    `after epoch ${count(epoch)}, step ${count(step)}, ${bytesText(bytes)}`,
  weightsDoc:
    'A fingerprint of all parameters and the optimizer’s state. The same settings and seed give the same one.',
  noCheckpoint: 'none yet',
  best: 'best',
  resume: 'Resume',
  use: 'Use it',
  renameTitle: 'Rename the run',
  menu: (name: string) => `More about ${name}`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: (bytes: number) =>
    `Its curves, result and checkpoints${bytes > 0 ? ` (${bytesText(bytes)})` : ''} are deleted. This cannot be undone.`,
  deleted: (name: string) => `${name} was deleted.`,
  openProject: 'Open its project',
};
export type RunsWords = typeof runs;
