/** Comments in the code that a network is written as. */
export const codeWords = {
  missing: (layer: string): string => `${layer} has a problem, or lies behind one.`,
  /** What is done to an input's rows before they come, by the input's parameter. */
  normalised: {
    unit: 'Values from 0 to 1 (pixels divided by 255).',
    symmetric: 'Values from -1 to 1 (pixels divided by 127.5, less 1).',
    standard: 'Values less their mean, divided by their standard deviation, both of the training rows.',
  } as Readonly<Record<string, string>>,
  rows: 'x and y: your training rows and what is to be learned of them.',
  noData: 'What the outputs learn is not chosen yet, so there is no loss to train by.',
  schedule: (kind: string): string => `The learning rate follows the schedule "${kind}".`,
  ownStep: (recipe: string): string =>
    `A step of the recipe "${recipe}" is more than one call of fit: write a train_step of your own.`,
  loader: (rows: number): string => `loader: batches of ${rows} of your training rows.`,
  without: (what: string): string => `Without ${what}.`,
  notWritten: 'this layer, which the PyTorch code of this version does not have',
  noLoss: (loss: string): string => `PyTorch has no ${loss} loss of its own: write the loop with yours.`,
  alike: 'Each class counts alike: rows / (classes · rows of the class).',
  ofSteps: 'Each token counts alike in training: make sample_weight of rows / (tokens · rows of the token).',
  ofOutputs:
    'Classes have weights of their own in training, which fit takes as sample_weight where there are several outputs.',
  noOptimizer: (optimizer: string): string => `PyTorch has no ${optimizer}; Adam stands in its place.`,
} as const;
