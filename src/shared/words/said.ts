/**
 * Sentences that one process has to say and another shows: they cross as values, which one and its facts, and are made
 * into words where a person reads them, in that person's language.
 */
import { z } from 'zod';

export interface Said {
  /** The table that holds the sentence, by the name that `told` knows it by. */
  readonly table: string;
  readonly key: string;
  readonly facts: readonly unknown[];
}

/** What comes from elsewhere (a library's error, the last lines of a process) is text already; several are lines. */
export type Text = string | Said | readonly Text[];

const saidSchema = z.strictObject({ table: z.string(), key: z.string(), facts: z.array(z.json()) });
export const textSchema: z.ZodType<Text> = z.lazy(() =>
  z.union([z.string(), saidSchema, z.array(textSchema)]),
);

type Sentence = string | ((...facts: never[]) => string);
export type Sentences = Readonly<Record<string, Sentence>>;

/** The sentences of a table as values to send. Facts are of JSON. */
export type Sayings<T extends Sentences> = {
  readonly [K in keyof T]: T[K] extends (...facts: infer Facts) => string ? (...facts: Facts) => Said : Said;
};

export function sayings<T extends Sentences>(table: string, sentences: T): Sayings<T> {
  const said = Object.entries(sentences).map(([key, sentence]) => [
    key,
    typeof sentence === 'string'
      ? { table, key, facts: [] }
      : (...facts: readonly unknown[]): Said => ({ table, key, facts }),
  ]);
  return Object.fromEntries(said) as Sayings<T>;
}
