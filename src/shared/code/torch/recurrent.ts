/** Recurrent layers: PyTorch's own, which know the usual activations only. */
import type { RecurrentValues } from '../../kinds/layers/parts/recurrent.ts';
import type { TorchWriter } from './layer.ts';

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

export const recurrent =
  (module: Name): TorchWriter =>
  ({ params, inputs: [input], x: [x, ...states], name, self }) => {
    const layer = params as RecurrentValues & { readonly resetAfter?: boolean };
    const both = layer.direction === 'both';
    const relu = module === 'RNN' && layer.activation === 'relu';
    const usual =
      (layer.activation === 'tanh' || relu) &&
      GATES[module].every((gate) => layer.recurrentActivation === gate) &&
      layer.resetAfter !== false;
    const more = [
      relu ? ', nonlinearity="relu"' : '',
      layer.useBias ? '' : ', bias=False',
      both ? ', bidirectional=True' : '',
    ].join('');
    const made = `nn.${module}(${input![1]!}, ${layer.units}, batch_first=True${more})`;
    const read = layer.direction === 'backward' ? `${x!}.flip(1)` : x!;
    const start = states.map((state) =>
      both ? `torch.stack(${state}.chunk(2, dim=-1))` : `${state}.unsqueeze(0)`,
    );
    const given = start.length === 0 ? '' : `, ${start.length === 1 ? start[0]! : `(${start.join(', ')})`}`;
    const ends = module === 'LSTM' ? ['state', 'cell'] : ['state'];
    const kept = ends.map((end) => `${name}_${end}`);
    const left = kept.length === 1 ? kept[0]! : `(${kept.join(', ')})`;
    const last = (end: string): string => (both ? `torch.cat(tuple(${end}), dim=-1)` : `${end}[0]`);
    const steps = layer.returnSequences ? `${name}_steps` : `${name}_state`;
    const output = both ? MERGED[layer.merge](steps) : steps;
    return {
      made: { '': made },
      weights: TENSORS,
      beside: beside(layer.resetAfter === true),
      pass: [
        `${name}_steps, ${left} = ${self}(${read}${given})`,
        ...kept.map((end) => `${end} = ${last(end)}`),
        `${name} = ${output}`,
      ],
      without: [
        ...(usual ? [] : ['activations other than tanh and sigmoid']),
        ...(layer.dropout > 0 || layer.recurrentDropout > 0 ? ['dropout inside the layer'] : []),
      ],
    };
  };
