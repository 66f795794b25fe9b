/** Turns the words of a command line into a command with checked values, or into a sentence about what is wrong. */
import { parseArgs } from 'node:util';
import { err, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import type { AnyCommand, Option, Options } from './command.ts';

/** Taken by every command. */
export const globalOptions = {
  workspace: { type: 'text', value: 'DIR', doc: words.flags.workspace },
  json: { type: 'flag', doc: words.flags.json },
  help: { type: 'flag', doc: words.flags.help },
} as const satisfies Options;

export interface Parsed {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly workspace: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

/** `args` are those after the command's name. An error is one sentence. */
export function parseCommand(command: AnyCommand, args: readonly string[]): Result<Parsed, string> {
  const own = command.options as Options;
  const read = readWords({ ...own, ...globalOptions }, args, (option) =>
    words.unknownOption(command.name, option),
  );
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const common = {
    workspace: values['workspace'] as string | undefined,
    json: values['json'] === true,
    help: values['help'] === true,
  };
  if (common.help) return ok({ ...common, positionals, options: {} });

  const misfit = positionalMisfit(command, positionals);
  if (misfit !== null) return err(misfit);
  const missing = Object.entries(own).find(
    ([name, option]) => 'required' in option && option.required && values[name] === undefined,
  );
  if (missing) return err(words.missingOption(command.name, optionUsage(...missing)));
  return ok({
    ...common,
    positionals,
    options: Object.fromEntries(Object.keys(own).map((name) => [name, values[name]])),
  });
}

interface Words {
  readonly positionals: readonly string[];
  /** Of every option, its usual value where it is not given. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** `unknown` says that there is no such option. */
export function readWords(
  known: Options,
  args: readonly string[],
  unknown: (option: string) => string,
): Result<Words, string> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(known).map(([name, option]) => [
        name,
        { type: option.type === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const values = Object.fromEntries(Object.entries(known).map(([name, option]) => [name, usual(option)]));
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (!option || token.rawName !== `--${token.name}`) return err(unknown(token.rawName));
    const value = valueOf(token.rawName, option, token.value, token.inlineValue === true);
    if (!value.ok) return value;
    values[token.name] = isMany(option) ? [...(values[token.name] as string[]), value.value] : value.value;
  }
  return ok({ values, positionals });
}

const isMany = (option: Option): boolean => option.type === 'text' && option.many === true;

function usual(option: Option): unknown {
  if (option.type === 'flag') return false;
  if (option.type === 'choice') return option.usual;
  return isMany(option) ? [] : undefined;
}

/** The value that is written after an option; `inline`: behind an equals sign. */
export function valueOf(
  name: string,
  option: Option,
  given: string | undefined,
  inline: boolean,
): Result<string | number | boolean, string> {
  if (option.type === 'flag') return inline ? err(words.takesNoValue(name)) : ok(true);
  // "--name --json": the next option is no value.
  if (given === undefined || (!inline && given.startsWith('--'))) return err(words.needsValue(name));
  if (option.type === 'text') return given === '' ? err(words.needsValue(name)) : ok(given);
  if (option.type === 'choice') {
    return option.choices.includes(given) ? ok(given) : err(words.notChoice(name, given, option.choices));
  }
  const whole = option.type === 'integer';
  const number = (whole ? /^\d{1,15}$/ : /^\d{0,15}\.?\d{1,15}$/).test(given) ? Number(given) : NaN;
  if (number >= option.min && number <= option.max) return ok(number);
  return err((whole ? words.notInteger : words.notNumber)(name, given, option.min, option.max));
}

function positionalMisfit(command: AnyCommand, given: readonly string[]): string | null {
  const wanted = command.positionals;
  const missing = wanted.find((positional, i) => !positional.optional && i >= given.length);
  if (missing) return words.missingArgument(command.name, missing.name);
  const extra = wanted.at(-1)?.many ? undefined : given[wanted.length];
  return extra === undefined ? null : words.extraArgument(command.name, extra);
}

/** `--format keras|onnx` */
export function optionUsage(name: string, option: Option): string {
  switch (option.type) {
    case 'flag':
      return `--${name}`;
    case 'choice':
      return `--${name} ${option.choices.join('|')}`;
    case 'text':
    case 'integer':
    case 'number':
      return `--${name} ${option.value}`;
  }
}
