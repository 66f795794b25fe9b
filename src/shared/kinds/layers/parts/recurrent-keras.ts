/** The recurrent layers in Keras' words: a layer in one direction, or two of them in a Bidirectional. */
import type { KerasLayer } from '../../define.ts';
import { chosenInitializer, kerasInitializer, readInitializer } from './initializers.ts';
import { kerasBias, readBias } from './kernel.ts';
import { kerasActivation, plain, readActivation } from './keras.ts';
import { directionsOf, weightNames } from './recurrent.ts';
import type { Recurrence, RecurrentValues } from './recurrent.ts';
import { kerasRegularizers, readRegularizers } from './regularizers.ts';

type Config = Readonly<Record<string, unknown>>;

export const BIDIRECTIONAL = 'Bidirectional';

export function kerasRecurrent({ label: className, own }: Recurrence, params: RecurrentValues): KerasLayer {
  const config = {
    units: params.units,
    activation: kerasActivation(params.activation),
    ...(params.recurrentActivation && {
      recurrent_activation: kerasActivation(params.recurrentActivation),
    }),
    use_bias: params.useBias,
    kernel_initializer: kerasInitializer(chosenInitializer('kernelInitializer', params)),
    recurrent_initializer: kerasInitializer(chosenInitializer('recurrentInitializer', params)),
    ...kerasBias(params),
    ...kerasRegularizers(params, ['kernel', 'recurrent']),
    dropout: params.dropout,
    recurrent_dropout: params.recurrentDropout,
    return_sequences: params.returnSequences,
    return_state: false,
    go_backwards: params.direction === 'backward',
    stateful: false,
    ...Object.fromEntries(
      Object.entries(own).map(([name, keras]) => [keras, params[name as keyof typeof own]]),
    ),
  };
  const argument = 'initial_state';
  const returned = { return_state: true };
  const [first, second] = directionsOf(params).map((direction) => weightNames(params, direction));
  if (!second) {
    return {
      className,
      config,
      weights: [],
      parts: { cell: first! },
      states: { argument, returned, apart: false },
    };
  }
  const of = (own: Config): Config => ({
    module: 'keras.layers',
    class_name: className,
    config: { ...config, ...own },
    registered_name: null,
  });
  // Both, as Keras writes them: where it has to make the second of the first while it reads a file, it tells them apart by
  // their addresses in memory (shared_object_id), and may take a layer for another that lay there before.
  const layers = (own: Config): Config => ({
    layer: of(own),
    backward_layer: of({ ...own, go_backwards: true }),
  });
  return {
    className: BIDIRECTIONAL,
    config: { merge_mode: params.merge, ...layers({}) },
    weights: [],
    parts: { 'forward_layer/cell': first!, 'backward_layer/cell': second },
    states: { argument, returned: layers(returned), apart: true },
  };
}

const NEUTRAL = {
  stateful: false,
  kernel_constraint: null,
  recurrent_constraint: null,
  bias_constraint: null,
} as const;

/** Of a layer in one direction. Null where it has what this version does not. */
function readOne({ own }: Recurrence, config: Config): Record<string, unknown> | null {
  const activation = readActivation(config['activation']);
  const gate = config['recurrent_activation'];
  const recurrentActivation = gate === undefined ? undefined : readActivation(gate);
  const regularizers = readRegularizers(config, ['kernel', 'recurrent']);
  if (!activation || (gate !== undefined && !recurrentActivation) || !regularizers) return null;
  if (!plain(config, NEUTRAL)) return null;
  return {
    units: config['units'],
    activation,
    ...(recurrentActivation && { recurrentActivation }),
    returnSequences: config['return_sequences'],
    direction: config['go_backwards'] === true ? 'backward' : 'forward',
    useBias: config['use_bias'],
    dropout: config['dropout'],
    recurrentDropout: config['recurrent_dropout'],
    ...readInitializer('kernelInitializer', config['kernel_initializer']),
    ...readInitializer('recurrentInitializer', config['recurrent_initializer']),
    ...readBias(config),
    ...regularizers,
    ...Object.fromEntries(Object.entries(own).map(([name, keras]) => [name, config[keras]])),
  };
}

const innerConfig = (layer: unknown): Config | null =>
  typeof layer === 'object' && layer !== null && 'config' in layer ? (layer.config as Config) : null;

export function readRecurrent(recurrence: Recurrence, config: Config): Record<string, unknown> | null {
  const layer = innerConfig(config['layer']);
  const params = readOne(recurrence, layer ?? config);
  if (!params) return null;
  // A Bidirectional sets this itself, and computes so.
  if (!layer) return plain(config, { zero_output_for_mask: false }) ? params : null;
  // Keras writes the backward layer too; it may differ in nothing but its direction.
  const backward = innerConfig(config['backward_layer']);
  const same = (one: Config): string => JSON.stringify({ ...readOne(recurrence, one), direction: null });
  const merge = config['merge_mode'];
  if (params['direction'] === 'backward' || typeof merge !== 'string') return null;
  if (backward && same(backward) !== same(layer)) return null;
  return { ...params, direction: 'both', merge };
}
