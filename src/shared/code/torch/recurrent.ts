/** Recurrent layers: PyTorch's own, and one that runs step by step for what they do not have. */
import type { RecurrentValues } from '../../kinds/layers/parts/recurrent.ts';
import { isActivityRegularized } from '../../kinds/layers/parts/regularizers.ts';
import type { Shape } from '../../kinds/shape.ts';
import { call, keyword, tuple } from '../python.ts';
import { activated } from './layer.ts';
import type { TorchLayer, TorchWriter } from './layer.ts';

type Values = RecurrentValues & { readonly resetAfter?: boolean };
type Name = 'RNN' | 'LSTM' | 'GRU';
const GATES: Readonly<Record<Name, readonly string[]>> = { RNN: [], LSTM: ['sigmoid'], GRU: ['sigmoid'] };
const MERGED = {
  concat: (steps: string) => steps,
  sum: (steps: string) => `sum(${steps}.chunk(2, dim=-1))`,
  ave: (steps: string) => `sum(${steps}.chunk(2, dim=-1)) / 2`,
  mul: (steps: string) => `torch.prod(torch.stack(${steps}.chunk(2, dim=-1)), dim=0)`,
} as const;

/** Of the only layer; a backward layer beside it ends in `_reverse`. */
const TENSORS = {
  kernel: '.weight_ih_l0',
  recurrentKernel: '.weight_hh_l0',
  bias: '.bias_ih_l0',
  backwardKernel: '.weight_ih_l0_reverse',
  backwardRecurrentKernel: '.weight_hh_l0_reverse',
  backwardBias: '.bias_ih_l0_reverse',
} as const;
/** All have a second bias, at the product with the state; of ours, a GRU that resets after it does. */
const beside = (alike: boolean) => ({
  bias: { tensor: '.bias_hh_l0', alike },
  backwardBias: { tensor: '.bias_hh_l0_reverse', alike },
});

/** An activation as a function. */
function callable(name: string): string {
  const applied = activated(name, 'x');
  return applied.endsWith('(x)') ? applied.slice(0, -3) : `lambda x: ${applied}`;
}

/** PyTorch's own, or ours where it wants what that does not have. */
function moduleText(
  module: Name,
  input: Shape,
  layer: Values,
  masked: boolean,
): Pick<TorchLayer, 'made' | 'helpers'> {
  const relu = module === 'RNN' && layer.activation === 'relu';
  const usual =
    !masked &&
    (layer.activation === 'tanh' || relu) &&
    GATES[module].every((gate) => layer.recurrentActivation === gate) &&
    layer.resetAfter !== false &&
    layer.dropout === 0 &&
    layer.recurrentDropout === 0;
  const both = [
    ...(layer.useBias ? [] : ['bias=False']),
    ...(layer.direction === 'both' ? ['bidirectional=True'] : []),
  ];
  const sizes = [String(input[1]!), String(layer.units)];
  if (usual) {
    const more = ['batch_first=True', ...(relu ? ['nonlinearity="relu"'] : []), ...both];
    return { made: { '': call(`nn.${module}`, [...sizes, ...more]) } };
  }
  const told = [
    ...(layer.activation === 'tanh' ? [] : [`activation=${callable(layer.activation)}`]),
    ...GATES[module].flatMap((gate) =>
      layer.recurrentActivation === gate ? [] : [`gate=${callable(layer.recurrentActivation!)}`],
    ),
    ...(layer.resetAfter === false ? ['reset_after=False'] : []),
    ...(layer.dropout > 0 ? [`dropout=${layer.dropout}`] : []),
    ...(layer.recurrentDropout > 0 ? [`recurrent_dropout=${layer.recurrentDropout}`] : []),
    ...both,
  ];
  return { made: { '': call('Recurrent', [`nn.${module}`, ...sizes, ...told]) }, helpers: ['Recurrent'] };
}

export const recurrent =
  (module: Name): TorchWriter =>
  ({ params, inputs: [input], x: [x, ...states], name, self, read: ports, masks: [mask], masked }) => {
    const layer = params as Values;
    const both = layer.direction === 'both';
    const turned = (signal: string): string =>
      layer.direction === 'backward' ? `${signal}.flip(1)` : signal;
    const given = states.map((state) =>
      both ? `torch.stack(${state}.chunk(2, dim=-1))` : `${state}.unsqueeze(0)`,
    );
    const start = given.length > 1 ? [tuple(given)] : given;
    const shown = mask ? [keyword('mask', turned(mask))] : [];
    const last = (end: string): string => (both ? `torch.cat(tuple(${end}), dim=-1)` : `${end}[0]`);
    const ends = module === 'LSTM' ? ['state', 'cell'] : ['state'];
    const kept = ends.map((end, i) =>
      ports.has(end) || (i === 0 && !layer.returnSequences) ? `${name}_${end}` : '_',
    );
    const state = kept[0]!;
    const merged = both ? MERGED[layer.merge] : (steps: string) => steps;
    const run = layer.returnSequences ? name : ports.has('state') ? state : last(state);
    const output = mask ? shownOutput(layer, run, mask, states.length > 0) : run;
    // What each direction gives has a size, not what both are merged to.
    const apart = both && layer.merge !== 'concat' && isActivityRegularized(layer);
    const active = `${name}_both`;
    const shownLines = apart ? [`${active} = ${output}`] : output === run ? [] : [`${name} = ${output}`];
    const result = merged(apart ? active : output === run ? run : name);
    return {
      ...moduleText(module, input!, layer, masked),
      weights: TENSORS,
      beside: beside(layer.resetAfter === true),
      pass: [
        `${layer.returnSequences ? name : '_'}, ${kept.every((end) => end === '_') ? '_' : kept.length === 1 ? state : tuple(kept)} = ${call(self, [turned(x!), ...start, ...shown])}`,
        ...ends.flatMap((end, i) => (ports.has(end) ? [`${kept[i]!} = ${last(kept[i]!)}`] : [])),
        ...shownLines,
        ...(result === name ? [] : [`${name} = ${result}`]),
      ],
      ...(apart && { active: [active] }),
    };
  };

/** As Keras: both directions give zeros at hidden steps, and where none is there at all, the start is not shown. */
function shownOutput(layer: Values, run: string, mask: string, started: boolean): string {
  if (layer.returnSequences) return layer.direction === 'both' ? `${run} * ${mask}.unsqueeze(-1)` : run;
  return started ? `${run} * ${mask}.any(dim=1, keepdim=True)` : run;
}
