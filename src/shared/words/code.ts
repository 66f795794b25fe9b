/** Comments in the code that a network is written as. */
export const codeWords = {
  missing: (layer: string): string => `${layer} has a problem, or lies behind one.`,
  /** What is done to an input's rows before they come, by the input's parameter. */
  normalised: {
    unit: 'Values from 0 to 1 (pixels divided by 255).',
    symmetric: 'Values from -1 to 1 (pixels divided by 127.5, less 1).',
    standard: 'Values less their mean, divided by their standard deviation, both of the training rows.',
  } as Readonly<Record<string, string>>,
  rows: 'Random rows of the right shape: put your own in their place.',
  noData: 'What the outputs learn is not chosen yet, so there is no loss to train by.',
  logits: 'Without the last function, which the loss has inside.',
  balanced: 'All classes count alike.',
  ownWeights: 'What a row of each class counts.',
  padding: 'Steps of padding do not count.',
  summed: 'Summed over the values of a row.',
  counted: 'Which steps count in the loss.',
  evenly: 'As much as any other row, whatever a class counts in training.',
  penalty: 'What the layers add to the loss.',
  frozen: 'A frozen layer keeps its averages.',
  watchesLoss: (metric: string): string => `By the loss: this code does not compute ${metric}.`,
  epsilonSummed: 'Keras adds epsilon inside the root: here it is part of the sum from the start.',
  discriminatorStep: 'The discriminator tells real from made.',
  generatorStep: 'The generator is taken for real.',
  keptRate: 'The learning rate stays as it is: no single loss tells when to lower it.',
} as const;
