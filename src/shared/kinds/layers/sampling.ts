import { defineLayer } from '../define.ts';
import { number } from '../params.ts';
import { sameShape } from '../shape.ts';
import { output } from './parts/ports.ts';

/**
 * The reparametrised draw of a variational autoencoder, and the closed form of its divergence from the standard normal
 * (Kingma and Welling, "Auto-Encoding Variational Bayes", 2013, appendix B). Outside training it gives the mean.
 */
export const sampling = defineLayer({
  kind: 'sampling',
  label: 'Sampling',
  group: 'core',
  icon: 'dices',
  doc: 'Draws a normal number for each mean and variance, and adds to the loss how far they are from 0 and 1: the middle of a variational autoencoder.',
  formula: 'z = mean + e^(½ logVariance) · ε;  KL = −½ Σ (1 + logVariance − mean² − e^logVariance)',
  params: {
    weight: number(
      'Divergence weight',
      1,
      [0, 1000],
      'Multiplies the divergence (beta): more makes the middle rounder and the copies vaguer.',
      { step: 0.1 },
    ),
  },
  inputs: [
    { name: 'mean', doc: 'The middle of each cloud.' },
    { name: 'logVariance', doc: 'The logarithm of its variance, of the same shape.' },
  ],
  outputs: output('A draw while training, otherwise the mean.'),
  summary: ({ weight }) => (weight === 1 ? '' : `β ${weight}`),
  infer: (_params, [mean, logVariance]) =>
    sameShape(mean!, logVariance!)
      ? { outputs: [mean!] }
      : { misfit: { code: 'shapes-differ', facts: { layer: 'Sampling', shapes: [mean!, logVariance!] } } },
  weights: () => ({}),
  multiplyAdds: () => 0,
  forward: ({ tf, training, random }, params, _weights, [mean, logVariance]) => {
    const [m, v] = [mean!.value, logVariance!.value];
    const each = tf.sub(tf.add(tf.square(m), tf.exp(v)), tf.add(v, 1));
    const divergence = tf.mul(tf.sum(tf.reshape(each, [m.shape[0]!, -1]), 1), params.weight / 2);
    const value = training ? tf.add(m, tf.mul(tf.exp(tf.mul(v, 0.5)), random.normal(m.shape))) : m;
    return { outputs: [{ ...mean!, value }], ...(params.weight > 0 && { rowPenalty: divergence }) };
  },
  // Keras has no such layer. A trained model passes the mean on, so exports leave the layer out.
  keras: () => null,
  fromKeras: null,
  onnx: (_writer, _params, [mean]) => [mean!],
  examples: [
    { inputs: [[2], [2]], outputs: [[2]] },
    {
      params: { weight: 0.5 },
      inputs: [
        [3, 2],
        [3, 2],
      ],
      outputs: [[3, 2]],
    },
    { params: { weight: 0 }, inputs: [[4], [4]], outputs: [[4]] },
  ],
});
