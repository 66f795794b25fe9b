/** What a command is: one value, which parsing, help and the README's table all read. */
import type { CoreClient } from '../../shared/contract/core.ts';
import type { Output } from './output.ts';

export type Option = {
  readonly doc: string;
  /** Shown by --help only, not in the usage line. */ readonly rare?: boolean;
} & (
  | { readonly type: 'flag' }
  | { readonly type: 'text'; readonly value: string; readonly many?: boolean; readonly required?: boolean }
  | {
      readonly type: 'integer' | 'number';
      readonly value: string;
      readonly min: number;
      readonly max: number;
    }
  | {
      readonly type: 'choice';
      readonly choices: readonly string[];
      readonly required?: boolean;
      readonly usual?: string;
    }
);
export type Options = Readonly<Record<string, Option>>;

export interface Positional {
  readonly name: string;
  readonly many?: boolean;
  /** May be left out; the usage line shows the usual form, with it. */
  readonly optional?: boolean;
}

type ValueOf<O extends Option> = O extends { type: 'flag' }
  ? boolean
  : O extends { type: 'integer' | 'number' }
    ? number | undefined
    : O extends { type: 'choice'; choices: readonly (infer C)[] }
      ? O extends { required: true } | { usual: string }
        ? C
        : C | undefined
      : O extends { many: true }
        ? readonly string[]
        : string | undefined;
export type OptionValues<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** What every command works with. */
export interface Session {
  readonly out: Output;
  readonly workspace: string | undefined;
  /** Connects to the workspace's core, starting it where none runs. */
  core(): Promise<CoreClient>;
  /** Calls back at each SIGINT and SIGTERM from now on, instead of ending the process. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): void;
}

export interface Command<O extends Options = Options> {
  readonly name: string;
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly options: O;
  /** Answers the exit code. Fails with `Failed`. */
  run(session: Session, positionals: readonly string[], options: OptionValues<O>): Promise<number>;
}

/** A command whose options' types are not known at the call: what the table holds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyCommand = Command<any>;

/** Gives `run` the exact types of its options. */
export const defineCommand = <const O extends Options>(command: Command<O>): Command<O> => command;

export const EXIT = { done: 0, failed: 1, usage: 2, SIGINT: 130, SIGTERM: 143 } as const;
