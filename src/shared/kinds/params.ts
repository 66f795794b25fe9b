import { z } from 'zod';
import { because, valueWords } from '../words/values.ts';

/** How a parameter is edited; the properties panel draws its field from this alone. */
export type Control =
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly type: 'flag' }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'size'; readonly sides: readonly Side[]; readonly min: number; readonly max: number }
  | { readonly type: 'shape'; readonly form: ShapeForm }
  /** A number for each class of the target. */
  | { readonly type: 'classes'; readonly usual: number; readonly min: number; readonly max: number }
  /** Layers and edges: shown, not typed. */
  | { readonly type: 'layers' }
  | {
      readonly type: 'numbers';
      /** How many there may be. */
      readonly least: number;
      readonly most: number;
      readonly min: number;
      readonly max: number;
      readonly whole: boolean;
    };

/** 'open': one number may be -1, which stands for whatever is left. 'order': numbers of axes, not their lengths. */
export type ShapeForm = 'closed' | 'open' | 'order';

/** What each number of a size is of. */
export type Side =
  'steps' | 'depth' | 'height' | 'width' | 'start' | 'end' | 'top' | 'bottom' | 'left' | 'right';

/** One parameter of a kind: its default, what it means, how it is edited and how a stored value is checked. */
export interface Param<T> {
  readonly default: T;
  readonly label: string;
  /** One sentence that says what it does, for the properties panel and the help. */
  readonly doc: string;
  readonly unit?: string;
  readonly control: Control;
  /** Whether it matters with these values of the other parameters; without it, always. */
  readonly when?: (values: Readonly<Record<string, unknown>>) => boolean;
  readonly schema: z.ZodType<T>;
}

// `any` is what lets one record hold parameters of different value types.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Params = Readonly<Record<string, Param<any>>>;
export type Values<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

const LARGEST = 1_000_000;

export const integer = (
  label: string,
  value: number,
  min: number,
  doc: string,
  { max = LARGEST, unit }: { max?: number; unit?: string } = {},
): Param<number> => ({
  default: value,
  label,
  doc,
  ...(unit !== undefined && { unit }),
  control: { type: 'integer', min, max },
  schema: z.number().int().min(min).max(max),
});

export const number = (
  label: string,
  value: number,
  [min, max]: readonly [number, number],
  doc: string,
  { step = 0.01, unit }: { step?: number; unit?: string } = {},
): Param<number> => ({
  default: value,
  label,
  doc,
  ...(unit !== undefined && { unit }),
  control: { type: 'number', min, max, step },
  schema: z.number().min(min).max(max),
});

export const flag = (label: string, value: boolean, doc: string): Param<boolean> => ({
  default: value,
  label,
  doc,
  control: { type: 'flag' },
  schema: z.boolean(),
});

export const choice = <const O extends readonly [string, ...string[]]>(
  label: string,
  options: O,
  value: O[number],
  doc: string,
): Param<O[number]> => ({
  default: value,
  label,
  doc,
  control: { type: 'choice', options },
  schema: z.enum(options) as unknown as z.ZodType<O[number]>,
});

/** A whole number for each side, as Keras' `kernel_size`, `strides`, `cropping`. */
export const sizes = (
  label: string,
  sides: readonly Side[],
  value: readonly number[],
  doc: string,
  { min = 1, max = 1000 }: { min?: number; max?: number } = {},
): Param<readonly number[]> => ({
  default: value,
  label,
  doc,
  control: { type: 'size', sides, min, max },
  schema: z.array(z.number().int().min(min).max(max)).length(sides.length).readonly(),
});

const MOST_AXES = 6;

/** The shape of one sample, without the batch axis. */
export const shape = (label: string, value: readonly number[], doc: string): Param<readonly number[]> => ({
  default: value,
  label,
  doc,
  control: { type: 'shape', form: 'closed' },
  schema: z.array(z.number().int().min(1).max(LARGEST)).max(MOST_AXES).readonly(),
});

/** A shape in which -1 may stand for whatever is left. */
export const openShape = (
  label: string,
  value: readonly number[],
  doc: string,
): Param<readonly number[]> => ({
  default: value,
  label,
  doc,
  control: { type: 'shape', form: 'open' },
  schema: z
    .array(
      z
        .number()
        .int()
        .min(-1)
        .max(LARGEST)
        .refine((length) => length !== 0, because(valueWords.lengthOrRest)),
    )
    .max(MOST_AXES)
    .readonly(),
});

/** An order of axes: the first axis of a sample is 1. */
export const order = (label: string, value: readonly number[], doc: string): Param<readonly number[]> => ({
  default: value,
  label,
  doc,
  control: { type: 'shape', form: 'order' },
  schema: z.array(z.number().int().min(1).max(MOST_AXES)).max(MOST_AXES).readonly(),
});

const list = (whole: boolean, least: number, most: number, min: number, max: number) => {
  const one = whole ? z.number().int() : z.number();
  return {
    control: { type: 'numbers', least, most, min, max, whole } as const,
    schema: z.array(one.min(min).max(max)).min(least).max(most).readonly(),
  };
};

/** One number or several: a mean for each channel. */
export const numbers = (
  label: string,
  value: readonly number[],
  [min, max]: readonly [number, number],
  doc: string,
): Param<readonly number[]> => ({ default: value, label, doc, ...list(false, 1, 4096, min, max) });

/** A number for each class of the target, by its name; a class that is left out has the usual one. */
export const ofClasses = (
  label: string,
  usual: number,
  [min, max]: readonly [number, number],
  doc: string,
): Param<Readonly<Record<string, number>>> => ({
  default: {},
  label,
  doc,
  control: { type: 'classes', usual, min, max },
  schema: z.record(z.string(), z.number().min(min).max(max)).readonly(),
});

/** Axes of a sample as Keras counts them: the batch is axis 0. */
export const axes = (label: string, value: readonly number[], doc: string): Param<readonly number[]> => ({
  default: value,
  label,
  doc,
  ...list(true, 0, 6, 1, 6),
});

/** One axis of each of two inputs as Keras counts them: 1 is the first after the batch, −1 the last. */
export const axisPair = (
  label: string,
  value: readonly [number, number],
  doc: string,
): Param<readonly [number, number]> => {
  const { control, schema } = list(true, 2, 2, -6, 6);
  const apart = schema.refine((given) => given.every((axis) => axis !== 0), because(valueWords.notTheBatch));
  return {
    default: value,
    label,
    doc,
    control,
    schema: apart as unknown as z.ZodType<readonly [number, number]>,
  };
};

/** From one number to another, the lower first. */
export const range = (
  label: string,
  value: readonly [number, number],
  [min, max]: readonly [number, number],
  doc: string,
): Param<readonly [number, number]> => {
  const { control, schema } = list(false, 2, 2, min, max);
  const ordered = schema.refine(([low = 0, high = 0]) => low <= high, because(valueWords.lowerFirst));
  return {
    default: value,
    label,
    doc,
    control,
    schema: ordered as unknown as z.ZodType<readonly [number, number]>,
  };
};

/** The defaults of a kind's parameters, as a plain object. */
export function defaults<P extends Params>(params: P): Values<P> {
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, param.default]),
  ) as Values<P>;
}

/** The parameters that matter with these stored values, by name. */
export function shownParams<P extends Params>(
  params: P,
  values: Readonly<Record<string, unknown>>,
): (readonly [string, P[string]])[] {
  const all = { ...defaults(params), ...values };
  return (Object.entries(params) as [string, P[string]][]).filter(([, { when }]) => when?.(all) ?? true);
}

/**
 * The parameters of the kinds that a choice offers, each of which matters where one is chosen that has it; kinds that
 * have one of the same name mean the same by it.
 */
export function paramsOfChosen(
  kinds: readonly { readonly kind: string; readonly params: Params }[],
  chosen: (values: Readonly<Record<string, unknown>>) => string,
): Params {
  const having = (name: string): string[] =>
    kinds.filter(({ params }) => name in params).map(({ kind }) => kind);
  const withWhen = ([name, param]: readonly [string, Param<unknown>]) => {
    const kinds = having(name);
    return [
      name,
      { ...param, when: (values) => kinds.includes(chosen(values)) } satisfies Param<unknown>,
    ] as const;
  };
  return Object.fromEntries(kinds.flatMap(({ params }) => Object.entries(params)).map(withWhen));
}

const schemas = new WeakMap<Params, z.ZodType<Record<string, unknown>>>();

/** The schema of a kind's stored parameters: a missing one takes its default, an unknown one is refused. */
export function paramsSchema(params: Params): z.ZodType<Record<string, unknown>> {
  // Made once a kind: making one costs more than all that it will ever check.
  let schema = schemas.get(params);
  if (!schema) {
    schema = z.strictObject(
      Object.fromEntries(
        Object.entries(params).map(([name, param]) => [name, param.schema.default(param.default)]),
      ),
    );
    schemas.set(params, schema);
  }
  return schema;
}
