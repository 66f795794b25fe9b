/** What a recipe is: what one training step does, as data and functions, as every other kind. */
import type { Random } from './define.ts';
import type { Ops, Tensor, Tfjs } from './ops.ts';
import type { Params, Values } from './params.ts';
import type { Shape } from './shape.ts';

/**
 * Which values of its columns an input reads, or an output learns, for one sample. In data in the order of time a
 * sample is a window: 'rows' counts rows from the sample's own on. In rows that hold many tokens, 'tokens' counts
 * those of the row.
 */
export interface Span {
  readonly axis: 'rows' | 'tokens';
  readonly offset: number;
  readonly length: number;
}

/** Rows from the first that these spans read or learn to the last. */
export const reachOf = (spans: readonly (Span | null)[]): number =>
  Math.max(1, ...spans.map((span) => (span?.axis === 'rows' ? span.offset + span.length : 1)));

/** A network's part in a recipe; the networks of a project play the roles in their order. */
export interface Role {
  readonly name: string;
  readonly label: string;
  readonly doc: string;
  /** The role whose first output is a sample of what this one's first input reads; it answers with one number. */
  readonly judges?: string;
}

/** What a recipe knows of the data when it says what an input or output has to do with it. */
export interface RecipeData {
  /** 'time': rows follow one another, and a sample is a window of them. */
  readonly order: 'rows' | 'time';
  /** Length of the first axis of the network's first input: of a window, where samples are windows. */
  readonly window: number;
}

/** One time that a step changes weights. */
export interface Update {
  readonly name: string;
  /** The role whose weights it changes. */
  readonly trains: string;
  /** Which of the step's batches it is computed on, from 0. */
  readonly batch: number;
}

/** What the rows of a batch are judged by, by the recipe itself. */
export interface Judgement {
  /** [n] */
  readonly loss: Tensor;
  /** Numbers worth a curve, [n] each, under the recipe's `series`. */
  readonly series: Readonly<Record<string, Tensor>>;
}

/** Which pass of a network a look inside shows, where a recipe runs it on several samples. */
export type ShownPass = 'made' | 'real';

/** What a recipe computes with that judges a batch itself. */
export interface RecipeContext {
  readonly tf: Tfjs;
  readonly ops: Ops;
  /** Rows of this shard. */
  readonly rows: number;
  /** Numbers of the recipe's own, apart from those that layers draw. */
  readonly random: Random;
  /** The prepared batch of an input that the data feeds, by role and place; null for one that noise feeds. */
  input(role: string, index: number): Tensor | null;
  /**
   * Runs a role's network on the batch's own inputs and, where it has such, noise (another for each `draw`); `given`
   * takes the place of the inputs at its places. Answers the values of its outputs, before a last sigmoid or softmax
   * where `logits`.
   */
  run(
    role: string,
    options: {
      readonly draw?: string;
      readonly given?: readonly (Tensor | null)[];
      readonly logits?: boolean;
      /** Its name in a look inside, null for the only pass there is; absent: a look leaves it out. */
      readonly shown?: ShownPass | null;
    },
  ): readonly Tensor[];
}

/** What one training step is. */
export interface RecipeKind<K extends string = string, P extends Params = Params> {
  readonly kind: K;
  readonly label: string;
  readonly icon: string;
  readonly doc: string;
  readonly params: P;
  readonly roles: readonly Role[];
  /** The role whose network is evaluated, used and exported. */
  readonly result: string;
  /** The order that its data must have; null: any. */
  readonly order: 'rows' | 'time' | null;
  /** An input without columns is fed with noise. */
  readonly noise: boolean;
  /** Rows from the start of a window to that of the next; null where samples are rows. */
  stride(params: Values<P>, data: RecipeData): number | null;
  /** What an input of this shape reads; null: its columns at the sample's own row. `learned`: an output learns the same column. */
  reads(
    params: Values<P>,
    data: RecipeData,
    end: { readonly shape: Shape; readonly learned: boolean },
  ): Span | null;
  /** What an output of this shape learns: its target column (at a span, or the sample's own row), the values of the input, or nothing. */
  learns(
    params: Values<P>,
    data: RecipeData,
    end: { readonly shape: Shape },
  ): { readonly from: 'column'; readonly span: Span | null } | { readonly from: 'input' } | null;
  /** A sample's loss is the sum over its values, not their mean: so that a divergence beside it keeps its weight. */
  readonly summed: boolean;
  /** What a step does, in order. */
  updates(params: Values<P>): readonly Update[];
  /** How often an update runs a role's network at most, for the estimate of memory. Left out: once. */
  passes?(params: Values<P>): Readonly<Record<string, number>>;
  /** Names of what `judge` measures besides the loss. */
  readonly series: readonly string[];
  /** What an update minimises; null: the outputs' own losses. */
  readonly judge: ((context: RecipeContext, params: Values<P>, update: string) => Judgement) | null;
}
export const defineRecipe = <const K extends string, P extends Params>(
  kind: RecipeKind<K, P>,
): RecipeKind<K, P> => kind;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyRecipe = RecipeKind<string, any>;
