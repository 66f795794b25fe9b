/** A step's batches in its graph: rows that the session holds or was fed, as training has them. */
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { ModelData } from '../model/data.ts';
import type { Batch } from '../model/evaluate-rows.ts';
import type { Plan } from '../model/plan.ts';
import { prepare } from '../model/preprocess.ts';
import type { RingPart } from '../model/ring.ts';
import type { RowType } from '../model/rows.ts';
import { shardSizes } from '../model/shards.ts';
import { columnTargets } from '../model/targets.ts';
import { attribute, ATTRIBUTE, TYPE } from '../tensorflow/binding.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import type { Feed, TraceScope } from '../tensorflow/trace.ts';
import { mixBatch } from './mix.ts';
import type { TrainerOptions } from './trainer.ts';

const inputName = (node: string): string => `data/inputs/${node}`;
const targetName = (node: string): string => `data/targets/${node}`;
/** What a batch is made of, by its name in the session: there as a variable, or fed where it stays in its files. */
export interface Part extends RingPart {
  readonly name: string;
}
export const partsOf = (plan: Plan, data: Pick<ModelData, 'inputs' | 'targets'>): readonly Part[] => [
  ...plan.inputs.flatMap(({ node, span }) => {
    const of = data.inputs.get(node);
    return of ? [{ name: inputName(node), of, span }] : [];
  }),
  ...columnTargets(plan).map(({ output: { node }, target: { span } }) => ({
    name: targetName(node),
    of: data.targets.get(node)!,
    span,
  })),
];
export const classWeightsName = (node: string): string => `data/class-weights/${node}`;

/** A piece of a step's samples as training has them: weighted and mixed where the settings say so. */
export function trainingBatch(
  native: NativeTensorFlow,
  options: TrainerOptions,
  scope: TraceScope,
  fed: Fed,
  piece: Piece,
  mixNumbers: Tensor | undefined,
): Batch {
  const { classWeights, mix } = options;
  const batch = gatherBatch(native, options, scope, fed, piece);
  const weights = [...classWeights.keys()].map((node) => {
    const values = scope.variable(classWeightsName(node));
    return [node, gather(native, values, 'float32', batch.targets.get(node)!)] as const;
  });
  const weighted = { ...batch, rowWeights: new Map(weights) };
  return mix ? mixBatch(native.tf, mix, mixNumbers!, weighted) : weighted;
}

export const weightsOf = ({ plan }: TrainerOptions, scope: TraceScope): ReadonlyMap<string, Tensor> =>
  new Map(plan.weights.map(({ name }) => [name, scope.variable(name)]));

/** What a step of so many samples is fed of them: their first rows, and the whole rows of what is streamed. */
export const batchFeeds = (streamed: readonly Part[], size: number): readonly Feed[] => [
  { shape: [size], dtype: 'int32' },
  ...streamed.map(({ of: { width, type }, span }): Feed => ({
    shape: span?.axis === 'rows' ? [size, span.length, width] : [size, width],
    dtype: type,
  })),
];

/** A step's feeds by `batchFeeds`, and the parts that they or the session hold. */
interface Fed {
  readonly parts: readonly Part[];
  readonly fed: readonly Tensor[];
}

/** Samples of a step that follow one another: those of a shard. */
interface Piece {
  readonly from: number;
  readonly count: number;
}

export function cut({ from, count }: Piece, shards: number): readonly Piece[] {
  let next = from;
  return shardSizes(count, shards).map((size) => {
    const piece = { from: next, count: size };
    next += size;
    return piece;
  });
}

/** Rows of a variable of the session. tfjs' own gather looks at the row numbers, which a trace cannot. */
const gather = ({ tf, op }: NativeTensorFlow, from: Tensor, type: RowType, rows: Tensor): Tensor =>
  op(
    'GatherV2',
    [
      { name: 'Tparams', type: ATTRIBUTE.type, value: TYPE[type] },
      attribute.type('Tindices', 'int32'),
      attribute.type('Taxis', 'int32'),
      attribute.int('batch_dims', 0),
    ],
    [from, rows, tf.scalar(0, 'int32')],
  );

/** Whole rows of a part that the session holds, as the samples read them. */
export function storedRows(
  native: NativeTensorFlow,
  scope: TraceScope,
  { name, of, span }: Part,
  samples: Tensor,
): Tensor {
  const { tf } = native;
  const variable = scope.variable(name);
  if (span?.axis !== 'rows') return gather(native, variable, of.type, samples);
  const steps = tf.range(span.offset, span.offset + span.length, 1, 'int32');
  return gather(native, variable, of.type, tf.add(tf.expandDims(samples, 1), tf.expandDims(steps, 0)));
}

/** tfjs, which has no bytes, would not cast them. */
export const bytesToFloat = ({ op }: NativeTensorFlow, bytes: Tensor): Tensor =>
  op(
    'Cast',
    [attribute.type('SrcT', 'uint8'), attribute.type('DstT', 'float32'), attribute.bool('Truncate', false)],
    [bytes],
  );

/** A piece of a step's samples as a batch, in the graph: from what the session holds or was fed. */
export function gatherBatch(
  native: NativeTensorFlow,
  { plan, preprocessing }: TrainerOptions,
  scope: TraceScope,
  { parts, fed: [samples, ...values] }: Fed,
  { from, count }: Piece,
): Batch {
  const { tf, op } = native;
  /** tfjs has no bytes, and takes them for int32. */
  const pieceOf = (whole: Tensor, type: RowType): Tensor => {
    const inside = whole.shape.slice(1);
    return op(
      'Slice',
      [attribute.type('T', type), attribute.type('Index', 'int32')],
      [whole, tf.tensor1d([from, ...inside.map(() => 0)], 'int32'), tf.tensor1d([count, ...inside], 'int32')],
    );
  };
  const rows = pieceOf(samples!, 'int32');
  const streamed = new Map(parts.filter(({ of }) => !of.values).map((part, i) => [part, values[i]!]));
  /** The values of a sample's row, or of its span: [n, width], or [n, length, width] of a span of rows. */
  const read = (name: string): { readonly type: RowType; readonly values: Tensor } => {
    const part = parts.find((each) => each.name === name)!;
    const { of, span } = part;
    const ready = streamed.get(part);
    const whole = ready ? pieceOf(ready, of.type) : storedRows(native, scope, part, rows);
    const own = span?.axis === 'tokens' ? tf.slice(whole, [0, span.offset], [count, span.length]) : whole;
    return { type: of.type, values: own };
  };
  const fed = plan.inputs.filter(({ columns }) => columns.length > 0);
  const inputs = new Map(
    fed.map(({ node, shape }) => {
      const { type, values } = read(inputName(node));
      const raw = type === 'uint8' ? bytesToFloat(native, values) : values;
      return [node, prepare(tf, raw, preprocessing.inputs[node]!, shape)];
    }),
  );
  const targets = plan.outputs.map(({ node, learns: { target } }): [string, Tensor] => {
    if (target.type === 'input') return [node, inputs.get(target.input)!];
    const length = target.span ? [target.span.length] : [];
    return [node, tf.reshape(read(targetName(node)).values, [count, ...length])];
  });
  return { rows: count, inputs, targets: new Map(targets) };
}
