/** How a layer's weights are filled before training: the choice, with the parameters of what is chosen, and Keras' form. */
import type { AnyInitializer, WeightSpec } from '../../define.ts';
import { initializerOf, initializers } from '../../initializers/index.ts';
import type { ownParams } from '../../initializers/params.ts';
import { choice, paramsOfChosen } from '../../params.ts';
import type { Param, Params, Values } from '../../params.ts';
import { kerasObject, object } from './keras.ts';

export type InitializerName = (typeof initializers)[number]['kind'];

type Names = [InitializerName, ...InitializerName[]];

/** The initializers that a kernel which is a matrix can choose, as a non-empty list for `choice`. */
export const initializerNames = initializers.map(({ kind }) => kind) as Names;

const forAxes = (wanted: number): Names =>
  (initializers as readonly AnyInitializer[])
    .filter(({ axes: [least, most] = [0, Infinity] }) => least <= wanted && wanted <= most)
    .map(({ kind }) => kind) as Names;

/** Those that any kernel can choose. */
export const kernelInitializerNames = forAxes(3);
/** Those that a bias can, and whatever else is a vector. */
const vectorInitializerNames = forAxes(1);

type Own = keyof typeof ownParams;
/** What those of vectors can be told. */
type OfVectors = Exclude<Own, 'gain'>;

/** `kernelInitializer`, and what it is told: `kernelInitializerStddev`, … */
type InitializerParams<N extends string, O extends Own = Own> = {
  readonly [K in N]: Param<InitializerName>;
} & {
  readonly [K in O as `${N}${Capitalize<K>}`]: (typeof ownParams)[K];
};
export type InitializerValues<N extends string> = Values<InitializerParams<N>>;
export type VectorInitializerValues<N extends string> = Values<InitializerParams<N, OfVectors>>;

const nameOf = (name: string, own: string): string => `${name}${own[0]!.toUpperCase()}${own.slice(1)}`;

type When = NonNullable<Param<unknown>['when']>;

/** `weights`: what its parameters' labels begin with. `when`: whether there are such weights; without it, always. */
export function initializerParams<const N extends string, O extends Own = Own>(
  name: N,
  weights: string,
  label: string,
  names: Names,
  value: InitializerName,
  doc: string,
  when?: When,
): InitializerParams<N, O> {
  const offered = initializers.filter(({ kind }) => names.includes(kind));
  const own = Object.entries(paramsOfChosen(offered, (values) => String(values[name])));
  const params: Params = {
    [name]: { ...choice(label, names, value, doc), ...(when && { when }) },
    ...Object.fromEntries(
      own.map(([key, param]): [string, Param<unknown>] => [
        nameOf(name, key),
        {
          ...param,
          label: `${weights} ${param.label.toLowerCase()}`,
          when: (values) => (when?.(values) ?? true) && param.when!(values),
        },
      ]),
    ),
  };
  return params as InitializerParams<N, O>;
}

/** The same for weights that are vectors: biases, scales, slopes. */
export const vectorInitializerParams = <const N extends string>(
  name: N,
  weights: string,
  value: InitializerName,
  doc: string,
  when?: When,
): InitializerParams<N, OfVectors> =>
  initializerParams(name, weights, `${weights} initializer`, vectorInitializerNames, value, doc, when);

/** The initializer that is chosen under this name, with its own parameters. */
export function chosenInitializer<N extends string>(
  name: N,
  params: Readonly<Record<N, InitializerName>>,
): Required<Pick<WeightSpec, 'initializer' | 'initializerParams'>> {
  const values = params as Readonly<Record<string, unknown>>;
  const initializer = values[name] as InitializerName;
  const own = Object.keys(initializerOf(initializer)!.params as Params);
  return {
    initializer,
    initializerParams: Object.fromEntries(own.map((key) => [key, values[nameOf(name, key)]])),
  };
}

/** GlorotUniform for glorotUniform: the names are Keras' own, and so are those of parameters. */
const initializerClass = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

/** Those that draw nothing have no seed in Keras. */
const UNDRAWN: readonly string[] = ['zeros', 'ones', 'identity', 'constant'];

export const kerasInitializer = ({
  initializer,
  initializerParams = {},
}: Pick<WeightSpec, 'initializer' | 'initializerParams'>): Readonly<Record<string, unknown>> =>
  object('keras.initializers', initializerClass(initializer), {
    ...initializerParams,
    ...(!UNDRAWN.includes(initializer) && { seed: null }),
  });

/**
 * The choice under this name and its parameters. What this version does not have is read as `usual`: a trained model's
 * weights are there already.
 */
export function readInitializer(
  name: string,
  value: unknown,
  usual: InitializerName = 'glorotUniform',
  names: readonly InitializerName[] = initializerNames,
): Readonly<Record<string, unknown>> {
  const { className, config } = kerasObject(value) ?? { className: '', config: {} };
  const kind = initializers.find(({ kind }) => names.includes(kind) && initializerClass(kind) === className);
  if (!kind) return { [name]: usual };
  const own = Object.entries(kind.params as Params).filter(
    ([key, { schema }]) => schema.safeParse(config[key]).success,
  );
  return { [name]: kind.kind, ...Object.fromEntries(own.map(([key]) => [nameOf(name, key), config[key]])) };
}

/** The same of a vector. */
export const readVectorInitializer = (
  name: string,
  value: unknown,
  usual: InitializerName,
): Readonly<Record<string, unknown>> => readInitializer(name, value, usual, vectorInitializerNames);
