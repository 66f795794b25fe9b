import { defineLayer } from '../define.ts';
import { losses } from '../losses/index.ts';
import { metricParams } from '../metrics/index.ts';
import { choice, ofClasses, paramsOfChosen } from '../params.ts';
import { input } from './parts/ports.ts';

type LossName = (typeof losses)[number]['kind'];
const lossNames = losses.map(({ kind }) => kind) as [LossName, ...LossName[]];

/** Those of all losses. */
const lossParams = paramsOfChosen(losses, ({ loss }) => (loss === 'auto' ? losses[0].kind : String(loss)));

/** Marks the signal that is compared with the target; it computes nothing. */
export const output = defineLayer({
  kind: 'output',
  label: 'Output',
  group: 'end',
  icon: 'log-out',
  doc: 'What the network predicts. Training compares it with the target column.',
  params: {
    loss: choice(
      'Loss',
      ['auto', ...lossNames],
      'auto',
      'How far a prediction is from its target. auto: cross-entropy for classes, mean squared error for numbers.',
    ),
    ...lossParams,
    normalise: choice(
      'Normalise',
      ['none', 'standard'],
      'none',
      'standard: a number is learned as its distance from the mean in deviations, measured on the training rows, so the loss is in these; predictions, metrics and exports stay in the unit of the column. For numbers only.',
    ),
    classWeights: choice(
      'Class weights',
      ['none', 'balanced', 'own'],
      'none',
      'balanced: rows of a rare class count more in training, so that all classes count alike; so do rare tokens. own: each class counts as you say. Not for numbers.',
    ),
    classWeight: {
      ...ofClasses(
        'Weight of each class',
        1,
        [0, 1e6],
        'How many times a row of the class counts in the loss of a training step. With 0 the class teaches nothing.',
      ),
      when: ({ classWeights }) => classWeights === 'own',
    },
    ...metricParams,
  },
  inputs: input('The prediction.'),
  outputs: [],
  summary: (params) => (params.loss === 'auto' ? '' : params.loss),
  infer: () => ({ outputs: [] }),
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: () => ({ outputs: [] }),
  keras: () => null,
  fromKeras: null,
  onnx: () => [],
  examples: [{ inputs: [[10]], outputs: [] }],
});
