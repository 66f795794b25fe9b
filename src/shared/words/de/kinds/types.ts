/** The shape of a family's German: a record for each of its kinds, so that a missing one is a type error. */
import type { OwnWords, ParamWords } from '../../kinds.ts';

/** A record for each parameter; nothing where there is none. Values of a choice are Keras' names and stay. */
type ParamsOf<K> = K extends { readonly params: infer P }
  ? [keyof P] extends [never]
    ? { readonly params?: never }
    : { readonly params: Readonly<Record<keyof P, ParamWords>> }
  : { readonly params?: never };

type Family = readonly { readonly kind: string }[];

/** What the kinds of a list say, by kind. */
export type WordsOf<F extends Family, Own = unknown> = {
  readonly [K in F[number] as K['kind']]: OwnWords & ParamsOf<K> & Own;
};
