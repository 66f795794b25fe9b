import { defineLayer } from '../define.ts';
import { flag, integer } from '../params.ts';
import {
  chosenInitializer,
  initializerNames,
  initializerParams,
  kerasInitializer,
  readInitializer,
} from './parts/initializers.ts';
import { plain } from './parts/keras.ts';
import { input, output } from './parts/ports.ts';
import {
  activityRegularizerParams,
  kerasRegularizers,
  readRegularizers,
  regularize,
  weightRegularizerParams,
} from './parts/regularizers.ts';

/** ONNX' number for int64, which its Gather wants. */
const INT64 = 7;

export const embedding = defineLayer({
  kind: 'embedding',
  label: 'Embedding',
  group: 'core',
  icon: 'book-a',
  doc: 'Gives each token, a whole number such as that of a word, a learned row of numbers. The first layer of most networks that read text.',
  formula: 'y = embeddings[token]',
  params: {
    inputDim: integer(
      'Input size',
      1000,
      1,
      'Number of different tokens: each is 0 or more and below this.',
      {
        max: 10_000_000,
      },
    ),
    outputDim: integer('Output size', 32, 1, 'Numbers that stand for one token.', { max: 65_536 }),
    maskZero: flag(
      'Mask zero',
      false,
      'Token 0 fills sequences up: recurrent layers behind this one skip it.',
    ),
    ...initializerParams(
      'embeddingsInitializer',
      'Row',
      'Initializer',
      initializerNames,
      'randomUniform',
      'How the rows are filled before training.',
    ),
    ...weightRegularizerParams('numbers of all rows'),
    ...activityRegularizerParams,
  },
  inputs: input('Tokens: whole numbers.'),
  outputs: output('A row of numbers for each token.'),
  summary: (params) => `${params.inputDim} → ${params.outputDim}`,
  infer: (params, [x]) => ({ outputs: [[...x!, params.outputDim]] }),
  weights: (params) => ({
    embeddings: {
      shape: [params.inputDim, params.outputDim],
      ...chosenInitializer('embeddingsInitializer', params),
      trainable: true,
    },
  }),
  multiplyAdds: () => 0,
  forward: ({ tf, ops }, params, weights, [x]) => {
    const tokens = x!.value;
    // Only a sequence has steps that a mask could hide. The sign, unlike a comparison, has a gradient: zero.
    const mask = params.maskZero && tokens.rank === 2 && { mask: tf.sign(tf.abs(tokens)) };
    const value = ops.embed(tokens, weights['embeddings']!);
    return {
      outputs: [{ value, ...mask }],
      ...regularize(tf, params, [weights['embeddings']!], [], value),
    };
  },
  keras: (params) => ({
    className: 'Embedding',
    config: {
      input_dim: params.inputDim,
      output_dim: params.outputDim,
      embeddings_initializer: kerasInitializer(chosenInitializer('embeddingsInitializer', params)),
      ...kerasRegularizers(params, ['embeddings'], null),
      mask_zero: params.maskZero,
    },
    weights: ['embeddings'],
  }),
  fromKeras: {
    className: 'Embedding',
    params: (config) => {
      const regularizers = readRegularizers(config, ['embeddings'], null);
      if (
        !regularizers ||
        !plain(config, { embeddings_constraint: null, lora_rank: null, quantization_config: null })
      )
        return null;
      return {
        inputDim: config['input_dim'],
        outputDim: config['output_dim'],
        maskZero: config['mask_zero'],
        ...readInitializer('embeddingsInitializer', config['embeddings_initializer']),
        ...regularizers,
      };
    },
  },
  onnx: (writer, _params, [x]) => [
    writer.node('Gather', [writer.weight('embeddings'), writer.node('Cast', [x!], { to: INT64 })], {
      axis: 0,
    }),
  ],
  mask: { hidden: ({ maskZero }) => (maskZero ? 0 : null) },
  examples: [
    { params: { inputDim: 6, outputDim: 3 }, inputs: [[4]], outputs: [[4, 3]], tokens: 6 },
    { params: { inputDim: 5, outputDim: 2, maskZero: true }, inputs: [[3]], outputs: [[3, 2]], tokens: 5 },
    {
      params: { inputDim: 3, outputDim: 2, l1: 0.01, l2: 0.02, activityL1: 0.01 },
      inputs: [[]],
      outputs: [[2]],
      tokens: 3,
    },
  ],
});
