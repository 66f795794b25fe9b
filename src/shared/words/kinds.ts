/**
 * What kinds say of themselves, in the language that is spoken. English stands in each kind's own file; another language
 * lies in one table, and where that says nothing the kind's own words stay.
 */
import type { Param } from '../kinds/params.ts';
import { wordsOf } from './language.ts';
import { sayings } from './said.ts';
import type { Said } from './said.ts';

export type Family =
  'layers' | 'activations' | 'initializers' | 'losses' | 'metrics' | 'optimizers' | 'schedules' | 'recipes';

export interface ParamWords {
  readonly label: string;
  readonly doc: string;
  readonly unit?: string;
}
/** What each input takes and each output gives, by its name. */
export interface PortsWords {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
}
/** A recipe's networks, by their role. */
export type RolesWords = Readonly<Record<string, { readonly label: string; readonly doc: string }>>;

/** What a kind says of itself but for its parts. Left out is what is the same: a class' name, a formula without words. */
export interface OwnWords {
  readonly label?: string;
  readonly doc: string;
  readonly formula?: string;
}
export interface KindWords extends OwnWords, PortsWords {
  readonly params?: Readonly<Record<string, ParamWords>>;
  readonly roles?: RolesWords;
}
export type KindsWords = Readonly<Record<Family, Readonly<Record<string, KindWords>>>>;

const table = wordsOf<KindsWords>('kinds', {
  layers: {},
  activations: {},
  initializers: {},
  losses: {},
  metrics: {},
  optimizers: {},
  schedules: {},
  recipes: {},
});

interface Named {
  readonly kind: string;
  readonly label: string;
  readonly doc: string;
  readonly formula?: string;
}

/** A kind's name, sentence and formula. */
export const kindWords = (family: Family, { kind, label, doc, formula }: Named): Omit<Named, 'kind'> => ({
  label,
  doc,
  ...(formula !== undefined && { formula }),
  ...table[family][kind],
});

/** A kind's parameter with its words. */
export const paramWords = <T>(family: Family, kind: string, name: string, param: Param<T>): Param<T> => ({
  ...param,
  ...table[family][kind]?.params?.[name],
});

/** What a port of a layer takes or gives. */
export const portWords = (
  kind: string,
  side: 'inputs' | 'outputs',
  { name, doc }: { readonly name: string; readonly doc: string },
): string => table.layers[kind]?.[side]?.[name] ?? doc;

/** A role that a network plays in a recipe. */
export const roleWords = (
  recipe: string,
  role: { readonly name: string; readonly label: string; readonly doc: string },
): { readonly label: string; readonly doc: string } => table.recipes[recipe]?.roles?.[role.name] ?? role;

/** Names of kinds and of their parameters as values for another process; `label` is what the kind's own file says. */
export const kindNameSentences = {
  kind: (family: Family, kind: string, label: string): string => table[family][kind]?.label ?? label,
  param: (family: Family, kind: string, name: string, label: string): string =>
    table[family][kind]?.params?.[name]?.label ?? label,
};
export const kindNames = sayings('kindNames', kindNameSentences);

/** What is no kind's name is its own word. */
export type KindName = string | Said;

export function kindNameText(name: KindName): string {
  if (typeof name === 'string') return name;
  const sentence = kindNameSentences[name.key as keyof typeof kindNameSentences];
  return (sentence as (...facts: readonly unknown[]) => string)(...name.facts);
}
