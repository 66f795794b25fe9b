/**
 * Rows that are computed again and again while one of their inputs changes, as a text does that grows by a token at a
 * time. What does not read that input, as an encoder, is computed once. Where many calls are to come the rest of the
 * network is traced, so that a call is one call into TensorFlow; its last digits may then be others than op by op.
 */
import type { Signal } from '../../../shared/kinds/define.ts';
import type { Tensor } from '../../../shared/kinds/ops.ts';
import type { Shape } from '../../../shared/kinds/shape.ts';
import type { NodeFacts } from '../../../shared/network/infer.ts';
import { noRandom } from '../tensorflow/random.ts';
import { createSession } from '../tensorflow/session.ts';
import type { Session } from '../tensorflow/session.ts';
import type { NativeTensorFlow } from '../tensorflow/native.ts';
import { tidied } from '../tensorflow/tidied.ts';
import { forwardNetwork } from './forward.ts';
import type { Pass } from './forward.ts';
import { BATCH, joined, preparedInputs, rowsAt, valuesOf } from './forward-rows.ts';
import type { ForwardNeeds, RawFeatures } from './forward-rows.ts';
import { prepare, rawShape } from './preprocess.ts';

export interface Rereading {
  /** The input that changes, and the output that is wanted. */
  readonly input: string;
  readonly output: string;
  /** Rows of a call, at most. */
  readonly rows: number;
  /** How many calls there will be, about. */
  readonly calls: number;
}

/** The output's values of some rows: of each what the changing input reads, and the place of its other features. */
export type Reread = (read: Float32Array, places: readonly number[]) => Float32Array;

export interface Rereader {
  /** `features`: what the other inputs read, of `count` rows. */
  over(rereading: Rereading, features: RawFeatures, count: number): Reread;
  /** Lets go of what was traced: the weights may change. */
  forget(): void;
}

/** To record a graph and have TensorFlow plan it takes as long as about so many calls op by op. */
const CALLS_OF_A_TRACE = 64;

export function createRereader(needs: ForwardNeeds): Rereader {
  const { runtime } = needs;
  const sessions = new Map<string, Session>();
  return {
    over(rereading, features, count) {
      const halves = halve(needs, rereading.input);
      const known = computeKnown(needs, halves, features, count);
      const rest = { needs, rereading, after: halves.after, signals: known.signals };
      const traced = runtime.kind === 'native' && rereading.calls >= CALLS_OF_A_TRACE;
      const compute = traced ? tracedRest(runtime, rest, sessions) : eagerRest(rest);
      return (read, places) => {
        const wide = read.length / places.length;
        const parts: Float32Array[] = [];
        for (let from = 0; from < places.length; from += BATCH) {
          const own = places.slice(from, from + BATCH);
          const given = rowsAt(known.values, count, own);
          parts.push(compute(read.subarray(from * wide, (from + own.length) * wide), given, own.length));
        }
        return joined(parts);
      };
    },
    forget() {
      for (const session of sessions.values()) session.close();
      sessions.clear();
    },
  };
}

interface Halves {
  /** The layers that do not read the changing input, and those that do. */
  readonly before: readonly NodeFacts[];
  readonly after: readonly NodeFacts[];
}

function halve({ plan }: ForwardNeeds, input: string): Halves {
  const reading = new Set([input]);
  const { order } = plan.result.inferred;
  for (const { node, sources } of order)
    if (sources.some((source) => reading.has(source.node))) reading.add(node.id);
  return {
    before: order.filter(({ node }) => !reading.has(node.id)),
    after: order.filter(({ node }) => reading.has(node.id)),
  };
}

/** One tensor of what the second half reads of the first: what comes out of a port, or its mask. */
interface KnownSignal {
  readonly name: string;
  readonly node: string;
  readonly port: number;
  readonly what: keyof Signal;
  /** Of one row. */
  readonly shape: Shape;
}
interface Known {
  readonly signals: readonly KnownSignal[];
  /** By name, rows one after the other. */
  readonly values: RawFeatures;
}

function computeKnown(
  needs: ForwardNeeds,
  { before, after }: Halves,
  features: RawFeatures,
  count: number,
): Known {
  const { runtime, plan, preprocessing, weights } = needs;
  const { tf } = runtime;
  const wanted = new Set(after.flatMap(({ sources }) => sources.map(({ node }) => node)));
  const crossing = before.filter(({ node }) => wanted.has(node.id));
  const inputs = plan.result.inputs.filter(({ node }) => before.some((facts) => facts.node.id === node));
  const parts = new Map<string, { readonly signal: KnownSignal; readonly values: Float32Array[] }>();
  const keep = (own: Omit<KnownSignal, 'name' | 'shape'>, tensor: Tensor): void => {
    const name = `${own.node}/${own.port}/${own.what}`;
    const { shape, values } = valuesOf(tensor);
    const part = parts.get(name) ?? { signal: { ...own, name, shape }, values: [] };
    part.values.push(values);
    parts.set(name, part);
  };
  for (let from = 0; crossing.length > 0 && from < count; from += BATCH)
    tf.tidy(() => {
      const places = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => from + i);
      const raw = rowsAt(features, count, places);
      const fed = preparedInputs(tf, inputs, preprocessing, raw, places.length);
      const pass = forwardHalf(needs, before, weights, fed);
      for (const { node } of crossing)
        pass.signals.get(node.id)!.forEach(({ value, mask }, port) => {
          keep({ node: node.id, port, what: 'value' }, value);
          if (mask) keep({ node: node.id, port, what: 'mask' }, mask);
        });
    });
  return {
    signals: [...parts.values()].map(({ signal }) => signal),
    values: Object.fromEntries([...parts].map(([name, { values }]) => [name, joined(values)])),
  };
}

/** A pass through some of the layers, from what the others have given. */
function forwardHalf(
  { runtime: { tf, ops }, plan }: ForwardNeeds,
  order: readonly NodeFacts[],
  weights: ReadonlyMap<string, Tensor>,
  inputs: ReadonlyMap<string, Tensor>,
  known?: ReadonlyMap<string, readonly Signal[]>,
): Pass {
  const context = { tf, ops, training: false, random: noRandom, shard: 0 };
  const half = { ...plan.result, inferred: { ...plan.result.inferred, order } };
  return forwardNetwork(context, half, weights, inputs, known);
}

interface Rest {
  readonly needs: ForwardNeeds;
  readonly rereading: Rereading;
  readonly after: readonly NodeFacts[];
  readonly signals: readonly KnownSignal[];
}

const inputOf = ({ needs, rereading }: Rest) =>
  needs.plan.result.inputs.find(({ node }) => node === rereading.input)!;

/** The second half. `given`: of each known signal its values. */
function forwardRest(
  rest: Rest,
  weights: ReadonlyMap<string, Tensor>,
  read: Tensor,
  given: readonly Tensor[],
): Tensor {
  const { needs, rereading, after, signals } = rest;
  const { node, shape } = inputOf(rest);
  const inputs = new Map([[node, prepare(needs.runtime.tf, read, needs.preprocessing.inputs[node]!, shape)]]);
  const known = new Map<string, Signal[]>();
  signals.forEach(({ node, port, what }, i) => {
    const ports = known.get(node) ?? [];
    ports[port] = { ...ports[port]!, [what]: given[i]! };
    known.set(node, ports);
  });
  return forwardHalf(needs, after, weights, inputs, known).outputs.get(rereading.output)!.prediction;
}

/** What computes so many rows: of each what it reads, and the values of known signals by name. */
type Compute = (read: Float32Array, given: RawFeatures, rows: number) => Float32Array;

function eagerRest(rest: Rest): Compute {
  const { runtime, weights } = rest.needs;
  const { tf } = runtime;
  return (read, given, rows) =>
    tidied(tf, () => {
      const tensors = rest.signals.map(({ name, shape }) => tf.tensor(given[name]!, [rows, ...shape]));
      const own = tf.tensor(read, rawShape(inputOf(rest), rows));
      return valuesOf(forwardRest(rest, weights, own, tensors)).values;
    });
}

function tracedRest(runtime: NativeTensorFlow, rest: Rest, sessions: Map<string, Session>): Compute {
  const { needs, rereading, signals } = rest;
  const { weights } = needs;
  // Sizes that often are the same again.
  const size = Math.min(BATCH, 2 ** Math.ceil(Math.log2(rereading.rows)));
  const key = JSON.stringify([rereading.input, rereading.output, size]);
  const trace = (): Session => {
    const session = createSession(runtime);
    for (const [name, tensor] of weights)
      session.addData(name, tensor.shape, 'float32', tensor.dataSync() as Float32Array);
    const shapes = [rawShape(inputOf(rest), size), ...signals.map(({ shape }) => [size, ...shape])];
    session.trace(
      'rest',
      shapes.map((shape) => ({ shape, dtype: 'float32' })),
      ([read, ...given], scope) => {
        const own = new Map([...weights.keys()].map((name) => [name, scope.variable(name)]));
        return forwardRest(rest, own, read!, given);
      },
    );
    session.load();
    return session;
  };
  const session = sessions.get(key) ?? trace();
  sessions.set(key, session);
  return (read, given, rows) => {
    const feeds = [read, ...signals.map(({ name }) => given[name]!)];
    const values = session.run(
      'rest',
      feeds.map((feed) => filledUp(feed, (feed.length / rows) * size)),
    ) as Float32Array;
    return values.slice(0, (values.length / size) * rows);
  };
}

/** With zeros behind: rows that nobody asks for. */
function filledUp(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const full = new Float32Array(length);
  full.set(values);
  return full;
}
