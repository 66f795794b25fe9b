/** Help and usage lines, from the table of commands. */
import { commandWords as words } from '../../shared/words/command-line.ts';
import type { AnyCommand, Option, Options } from './command.ts';
import { table } from './output.ts';
import { globalOptions, optionUsage } from './parse.ts';

const argument = ({ name, many }: AnyCommand['positionals'][number]): string => (many ? `${name}…` : name);

const required = (option: Option): boolean => 'required' in option && option.required === true;

/** Where one of several values is usual, that one. */
const shortUsage = (name: string, option: Option): string =>
  option.type === 'choice' && option.usual !== undefined
    ? `--${name} ${option.usual}`
    : optionUsage(name, option);

/** `export RUN --format keras|onnx --to DIR` */
export function usageLine(command: AnyCommand): string {
  const options = Object.entries(command.options as Options)
    .filter(([, option]) => !option.rare)
    .map(([name, option]) =>
      required(option) ? optionUsage(name, option) : `[${shortUsage(name, option)}]`,
    );
  return [command.name, ...command.positionals.map(argument), ...options].join(' ');
}

export const optionLines = (options: Options): string =>
  table(
    ['', ''],
    Object.entries(options).map(([name, option]) => [`  ${optionUsage(name, option)}`, option.doc]),
  )
    .split('\n')
    .slice(1)
    .join('\n');

export function helpOf(command: AnyCommand): string {
  const own = Object.keys(command.options as Options).length > 0;
  return [
    command.summary,
    '',
    `${words.usage}: neuroloom ${usageLine(command)}`,
    ...(own ? ['', `${words.options}:`, optionLines(command.options as Options)] : []),
    '',
    `${words.everywhere}:`,
    optionLines(globalOptions),
  ].join('\n');
}

export function helpOfAll(commands: readonly AnyCommand[]): string {
  return [
    words.about,
    '',
    `${words.usage}: neuroloom COMMAND`,
    '',
    `${words.commands}:`,
    ...commands.flatMap((command) => [`  ${usageLine(command)}`, `      ${command.summary}`]),
    '',
    `${words.everywhere}:`,
    optionLines(globalOptions),
    '',
    words.more,
    words.exitCodes,
  ].join('\n');
}
