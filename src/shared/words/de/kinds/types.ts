/**
 * What a kind says of itself in another language than English. What is left out is the same in both: the name of a
 * class, a formula of symbols alone. Values of a choice are Keras' names and stay.
 */
export interface ParamWords {
  readonly label: string;
  readonly doc: string;
  readonly unit?: string;
}

interface Said {
  readonly label?: string;
  readonly doc: string;
  readonly formula?: string;
}

/** A record for each parameter; nothing where there is none. */
type ParamsOf<K> = K extends { readonly params: infer P }
  ? [keyof P] extends [never]
    ? { readonly params?: never }
    : { readonly params: Readonly<Record<keyof P, ParamWords>> }
  : { readonly params?: never };

/** By name. */
export interface PortsWords {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
}

/** By name. */
export type RolesWords = Readonly<Record<string, { readonly label: string; readonly doc: string }>>;

type Family = readonly { readonly kind: string }[];

/** What the kinds of a list say, by kind. */
export type WordsOf<F extends Family, Own = unknown> = {
  readonly [K in F[number] as K['kind']]: Said & ParamsOf<K> & Own;
};
