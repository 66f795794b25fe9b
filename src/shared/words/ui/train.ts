import type { RunState } from '../../contract/runs.ts';
import { count, duration, plural } from '../numbers.ts';

const states: Readonly<Record<RunState, string>> = {
  queued: 'Waiting',
  preparing: 'Preparing',
  training: 'Training',
  pausing: 'Pausing',
  stopping: 'Stopping',
  testing: 'Testing',
  paused: 'Paused',
  stopped: 'Stopped',
  finished: 'Finished',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

const stateExplained: Readonly<Record<RunState, string>> = {
  queued: 'Another run is training. This one starts when it ends.',
  preparing: 'TensorFlow is loading the data and tracing the network.',
  training: 'The network is learning from the training rows.',
  pausing: 'The step in hand is finished and a checkpoint is written.',
  stopping: 'The step in hand is finished and a checkpoint is written.',
  testing: 'The trained network is measured on rows it has never seen.',
  paused: 'A checkpoint is kept; Resume goes on from it.',
  stopped: 'Ended by you. A checkpoint is kept; it can go on from it.',
  finished: 'The training is over and the test is done.',
  failed: 'It could not go on. Its last checkpoint is kept.',
  interrupted: 'The training process ended by itself. Resume goes on from its last checkpoint.',
};

/** Words of the Train room. */
export const train = {
  train: 'Train',
  trainNext: 'Train next',
  queueDoc: 'Starts another run with the settings and the network as they are now, when this one has ended.',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  stopDoc: 'Ends the run here. Its checkpoint is kept.',
  states,
  /** Within a sentence: "Run 1: finished". */
  stateWithin: (state: RunState) => states[state].toLowerCase(),
  stateExplained,
  epoch: (now: number, of: number) => `Epoch ${count(now)} of ${count(of)}`,
  step: (now: number, of: number) => `step ${count(now)} of ${count(of)}`,
  left: (seconds: number) => `${duration(seconds)} left`,
  took: (seconds: number) => `in ${duration(seconds)}`,
  samplesPerSecond: (rate: number) => `${count(rate)} samples/s`,
  speedDoc: 'Training rows that pass through the network each second, forward and backward.',
  memoryDoc: 'What the training process holds in memory.',
  progress: 'Progress of the run',
  waits: (run: string) => `${run} waits`,
  waitsFor: (run: string, ahead: string, project: string) => `${run} waits for ${ahead} of ${project}`,
  stopWaiting: 'Wait no longer: the run is not started',
  queued: (n: number) => `${plural(n, 'run')} waiting`,
  ready: 'Ready to train',
  problemsFirst: (n: number) => `${plural(n, 'problem')} to solve first`,
  showProblem: 'Show where',
  edited: 'Edited since',
  editedDoc:
    'The network or its settings were changed after this run was started. The run keeps its own copy; your changes count from the next run on.',
  /** Said on the canvas at the first edit while a run goes on. */
  editing: {
    text: (run: string) =>
      `${run} goes on with the network as it was when it was started. What you change now is for the next run.`,
    show: 'See the run’s network',
  },
  openRun: 'All about this run',
  portable: 'Native TensorFlow is not installed, so the portable backend trains: right, but slow.',
  portableRun: 'This run trains on the portable backend, slowly. The next one will use native TensorFlow.',
  toDoctor: 'Install it…',
  cannotStart: 'The run could not start',

  settings: {
    title: 'Training',
    epochs: 'Epochs',
    epochsDoc: 'How many times training goes through all training rows.',
    batchSize: 'Batch size',
    batchSizeDoc:
      'Rows that are looked at together for one step. More is steadier and faster, and needs more memory.',
    learningRate: 'Learning rate',
    learningRateDoc:
      'How far each step moves the weights. Too high and the loss jumps or explodes; too low and it crawls.',
    schedule: 'Schedule',
    clip: 'Clip gradients',
    clipDoc:
      'Keeps one wild batch from throwing the weights far off: limits each number, the length of each weight’s gradient, or the length of all together (globalNorm).',
    clipLimit: 'Limit',
    clipLimitDoc: 'What is longer is shortened to this.',
    mix: 'Mix pictures',
    mixDoc:
      'mixup fades each picture into another, cutmix pastes a piece of another into it; the network has to name both. It learns from more than there is.',
    mixAlpha: 'Mixing',
    mixAlphaDoc: 'Near 0 one picture has almost all; at 1 any share is as likely.',
    stopEarly: 'Stop early',
    stopEarlyDoc:
      'Ends the run when it no longer gets better on the validation rows, and gives it the weights of its best epoch.',
    monitor: 'Watch',
    monitorDoc: 'What has to get better.',
    patience: 'Patience',
    patienceDoc: 'Epochs without anything better before the run ends.',
    minDelta: 'Least change',
    minDeltaDoc: 'It is better if it is so by more than this.',
    unitEpochs: 'epochs',
    optimizer: 'Optimizer',
    optimizerDoc: 'The rule that turns gradients into steps.',
    seed: 'Seed',
    seedDoc: 'Where the random numbers begin. The same seed gives the same run, digit for digit.',
    validationFraction: 'Held out to validate',
    validationFractionDoc: 'The part of the training rows that is kept back to measure on after each epoch.',
    testFraction: 'Held out to test',
    testFractionDoc: 'The part of all rows that is kept back to measure on once, at the end.',
    ownTest: (rows: string) => `The data brings its own test split of ${rows}.`,
    ownValidation: (rows: string) => `The data brings its own validation split of ${rows}.`,
    unitRows: 'rows',
    unitPart: 'part',
    steps: (perEpoch: number, all: number) => `${plural(perEpoch, 'step')} an epoch, ${count(all)} in all`,
    rows: (training: number, validation: number, test: number) =>
      `${plural(training, 'row')} to train on, ${count(validation)} to validate, ${count(test)} to test`,
    newSeed: 'Draw another seed',
    device: 'Settings count from the next run on; a run keeps those it was started with.',
    advanced: 'Optimizer settings',
    /** Choices; a metric's name is its own. */
    choices: {
      none: 'none',
      value: 'value',
      norm: 'norm',
      globalNorm: 'globalNorm',
      mixup: 'mixup',
      cutmix: 'cutmix',
      loss: 'Loss',
    },
  },

  curves: {
    title: 'Curves',
    loss: 'Loss',
    lossStep: 'Step',
    training: 'Training',
    validation: 'Validation',
    /** What a recipe tells of each epoch beside the loss. */
    series: {
      discriminatorLoss: 'Discriminator loss',
      generatorLoss: 'Generator loss',
      realScore: 'Score of real samples',
      fakeScore: 'Score of made samples',
    },
    step: 'Step',
    epochAxis: 'Epoch',
    log: 'Logarithmic',
    logDoc: 'Show the loss on a logarithmic scale, where small changes near the end stay visible.',
    smooth: 'Smoothing',
    smoothDoc: 'Average over neighbouring steps (an exponential moving average).',
    smoothings: { '0': 'None', '0.9': 'Some', '0.99': 'Much' },
    compare: 'Compare',
    compareDoc: 'Draw the curves of earlier runs beside this one.',
    emptyTitle: 'No run yet',
    emptyText: 'Press Train. The loss of each step and the result of each epoch are drawn here as they come.',
    waiting: 'The first step is on its way.',
    at: (step: number) => `Step ${count(step)}`,
    chart: (metric: string) => `${metric} over the steps of the run`,
    zoomHelp: 'Drag over a stretch to see it alone. Keys: plus and minus zoom, arrows move, 0 shows all.',
    showAll: 'Show all of it',
    save: (chart: string) => `Save the curves: ${chart}`,
    savePng: 'Picture (PNG)',
    saveSvg: 'Drawing (SVG)',
    saveCsv: 'Numbers (CSV)',
  },

  result: {
    title: 'Result',
    short: (value: string) => `test accuracy ${value}`,
    emptyTitle: 'No result yet',
    emptyText:
      'When a run has finished it is measured on the test rows, which it has never seen. The result is shown here.',
    noTestText:
      'No rows were held out to test, so nothing can be measured that the run has not seen. Set “Held out to test” above 0, or bring more rows.',
    rows: (rows: number) => `measured on ${plural(rows, 'test row')}`,
    firstRows: (rows: number) => `of the first ${plural(rows, 'row')}`,
    trainedFor: (epochs: number, time: string) => `${plural(epochs, 'epoch')} in ${time}`,
  },

  samples: {
    title: 'Samples',
    epoch: 'Epoch',
    emptyTitle: 'No samples yet',
    emptyText:
      'After each epoch the network makes something from the same start, so that you can see it learn. It is shown here.',
    download: 'Download as PNG',
    file: (run: string, epoch: number) => `${run}, epoch ${epoch}.png`,
    says: {
      pictures: 'The same noise after each epoch.',
      reconstructions: 'Pictures that are not learned from, each over what the network gives back of it.',
      numbers: 'The same noise after each epoch.',
      text: 'From the same beginning, which is of the data, with the same random numbers.',
      answers: 'Rows that are not learned from.',
    },
    source: 'Asked',
    answer: 'Answer',
    target: 'Right would be',
    right: 'Right',
    wrong: 'Not right',
  },

  runs: {
    title: 'Runs',
    empty: 'Runs of this project are listed here.',
    of: 'Run',
    delete: 'Delete run',
    deleteTitle: (name: string) => `Delete ${name}?`,
    deleteText: 'Its curves, checkpoints and result are deleted. This cannot be undone.',
    show: (name: string) => `Show ${name}`,
    compare: (name: string) => `Compare with ${name}`,
  },

  lossDoc: 'How wrong the answers are; training makes this smaller.',
};
export type TrainWords = typeof train;
