/** How PyTorch fills a layer's weights where something else than the usual is chosen. */
import { scalings, spreadOf } from '../../kinds/initializers/fans.ts';
import type { Scaling } from '../../kinds/initializers/fans.ts';
import type { WeightSpec } from '../../kinds/define.ts';
import type { Params } from '../../kinds/params.ts';
import type { Shape } from '../../kinds/shape.ts';
import type { NodeFacts } from '../../network/infer.ts';
import { call } from '../python.ts';
import type { TorchLayer } from './layer.ts';

// What an initializer's parameters are, its own writer knows.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Filled = (tensor: string, params: any, shape: Shape) => string;

const written = (value: number): string => String(Number(value.toPrecision(7)));
const fill = (name: string, tensor: string, ...numbers: readonly number[]): string =>
  call(`nn.init.${name}_`, [tensor, ...numbers.map(written)]);
const truncated = (tensor: string, mean: number, stddev: number): string =>
  fill('trunc_normal', tensor, mean, stddev, mean - 2 * stddev, mean + 2 * stddev);

/** PyTorch's own functions take the fans from its order of axes, so the numbers are written. */
const byFans =
  (known?: Scaling): Filled =>
  (tensor, params, shape) => {
    const scaling = known ?? (params as Scaling);
    const spread = spreadOf(scaling, shape);
    switch (scaling.distribution) {
      case 'uniform':
        return fill('uniform', tensor, -spread, spread);
      case 'untruncated_normal':
        return fill('normal', tensor, 0, spread);
      case 'truncated_normal':
        return truncated(tensor, 0, spread);
    }
  };

const writers: Readonly<Record<string, Filled>> = {
  ...Object.fromEntries(Object.entries(scalings).map(([kind, scaling]) => [kind, byFans(scaling)])),
  varianceScaling: byFans(),
  randomNormal: (tensor, { mean, stddev }) => fill('normal', tensor, mean, stddev),
  randomUniform: (tensor, { minval, maxval }) => fill('uniform', tensor, minval, maxval),
  truncatedNormal: (tensor, { mean, stddev }) => truncated(tensor, mean, stddev),
  orthogonal: (tensor, { gain }) => fill('orthogonal', tensor, gain),
  identity: (tensor, { gain }) => `${fill('eye', tensor)}${gain === 1 ? '' : `.data.mul_(${written(gain)})`}`,
  constant: (tensor, { value }) => fill('constant', tensor, value),
  zeros: (tensor) => fill('zeros', tensor),
  ones: (tensor) => fill('ones', tensor),
};

/** `self`: what the layer is called in PyTorch. */
export function initialLines(
  { kind, params, inputs, weights }: NodeFacts,
  self: string,
  layer: TorchLayer,
): readonly string[] {
  const all = Object.entries(kind.params as Params).filter(([name]) => name.includes('Initializer'));
  if (all.length === 0) return [];
  const unsaid = Object.fromEntries(all.map(([name, param]) => [name, param.default as unknown]));
  const usual = kind.weights({ ...params, ...unsaid }, inputs);
  return Object.entries(weights)
    .filter(([name, spec]) => filling(spec) !== filling(usual[name]!))
    .flatMap(([name, spec]) => {
      const [place, also] = [layer.weights?.[name], layer.beside?.[name]];
      if (place === undefined) throw new Error(`PyTorch code cannot fill the ${name} of ${kind.kind}`);
      return [
        ...filled(`${self}${place}`, spec),
        ...(also ? filled(`${self}${also.tensor}`, also.alike ? spec : { ...ZEROS, shape: spec.shape }) : []),
      ];
    });
}

const ZEROS = { initializer: 'zeros', trainable: true } as const;

/** The lines that fill a tensor, one for each of its parts. */
function filled(
  tensor: string,
  { shape, initializer, initializerParams = {}, drawnAs = shape, parts }: WeightSpec,
): readonly string[] {
  if (!parts) return [writers[initializer]!(tensor, initializerParams, drawnAs)];
  let from = 0;
  return parts.flatMap(({ length, ...part }) => {
    const slice = `${tensor}[${from}:${(from += length)}]`;
    return filled(slice, { ...part, shape: [length], trainable: true });
  });
}

const filling = ({ initializer, initializerParams }: WeightSpec): string =>
  JSON.stringify([initializer, initializerParams]);
