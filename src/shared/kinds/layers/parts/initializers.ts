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

/** Those that any kernel can choose. */
export const kernelInitializerNames = (initializers as readonly AnyInitializer[])
  .filter(({ matrixOnly }) => !matrixOnly)
  .map(({ kind }) => kind) as Names;

/** `kernelInitializer`, and what it is told: `kernelInitializerStddev`, … */
type InitializerParams<N extends string> = { readonly [K in N]: Param<InitializerName> } & {
  readonly [K in keyof typeof ownParams as `${N}${Capitalize<K>}`]: (typeof ownParams)[K];
};
export type InitializerValues<N extends string> = Values<InitializerParams<N>>;

const nameOf = (name: string, own: string): string => `${name}${own[0]!.toUpperCase()}${own.slice(1)}`;

/** `weights`: what its parameters' labels begin with. */
export function initializerParams<const N extends string>(
  name: N,
  weights: string,
  label: string,
  names: Names,
  value: InitializerName,
  doc: string,
): InitializerParams<N> {
  const own = Object.entries(paramsOfChosen(initializers, (values) => String(values[name])));
  const params: Params = {
    [name]: choice(label, names, value, doc),
    ...Object.fromEntries(
      own.map(([key, param]) => [
        nameOf(name, key),
        { ...param, label: `${weights} ${param.label.toLowerCase()}` },
      ]),
    ),
  };
  return params as InitializerParams<N>;
}

/** The initializer that is chosen under this name, with its own parameters. */
export function chosenInitializer<N extends string>(
  name: N,
  params: InitializerValues<N>,
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
 * The choice under this name and its parameters. What this version does not have is read as the default: a trained
 * model's weights are there already.
 */
export function readInitializer(name: string, value: unknown): Readonly<Record<string, unknown>> {
  const { className, config } = kerasObject(value) ?? { className: '', config: {} };
  const kind = initializers.find(({ kind }) => initializerClass(kind) === className);
  if (!kind) return { [name]: 'glorotUniform' };
  const own = Object.entries(kind.params as Params).filter(
    ([key, { schema }]) => schema.safeParse(config[key]).success,
  );
  return { [name]: kind.kind, ...Object.fromEntries(own.map(([key]) => [nameOf(name, key), config[key]])) };
}
