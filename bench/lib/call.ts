/** How a measurement is called: its words are read, checked and explained as those of the program's own commands are. */
import { EXIT } from '../../src/main/cli/command.ts';
import type { Option, Options, OptionValues } from '../../src/main/cli/command.ts';
import { optionLines } from '../../src/main/cli/help.ts';
import { globalOptions, optionUsage, readWords, valueOf } from '../../src/main/cli/parse.ts';

const everywhere = { json: globalOptions.json, help: globalOptions.help } as const;

interface Call<O extends Options> {
  /** Its file's, without the ending. */
  readonly name: string;
  readonly summary: string;
  /** What may be chosen from by name; absent: nothing. */
  readonly names?: readonly string[];
  readonly options: O;
}

interface Called<O extends Options> {
  readonly flags: OptionValues<O> & OptionValues<typeof everywhere>;
  /** What was chosen; empty: nothing, which usually means all. */
  readonly names: readonly string[];
}

/** Ends the process where only help is asked for, or with a sentence where it is called in a wrong way. */
export function called<const O extends Options>(call: Call<O>): Called<O> {
  const options: Options = { ...call.options, ...everywhere };
  const read = readWords(options, process.argv.slice(2), (option) => `There is no option ${option}.`);
  if (!read.ok) return misuse(`${read.error} ${seeHelp(call.name)}`);
  const { values, positionals } = read.value;
  if (values['help'] === true) {
    console.log(helpOf(call, options));
    process.exit(EXIT.done);
  }
  const known = call.names ?? [];
  const odd = positionals.find((name) => !known.includes(name));
  if (odd !== undefined) {
    const choice = known.length > 0 ? `choose from ${known.join(', ')}` : 'nothing is chosen by name';
    return misuse(`There is no "${odd}" to measure: ${choice}. ${seeHelp(call.name)}`);
  }
  return { flags: values as Called<O>['flags'], names: positionals };
}

/** An option's values with commas between them, each checked as that of `option` is. */
export function listed<T>(name: string, text: string, option: Option): readonly T[] {
  return text.split(',').map((part) => {
    const value = valueOf(`--${name}`, option, part, true);
    return value.ok ? (value.value as T) : misuse(value.error);
  });
}

export function misuse(sentence: string): never {
  console.error(sentence);
  return process.exit(EXIT.usage);
}

const seeHelp = (name: string): string => `See npm run bench -- ${name} --help.`;

function helpOf({ name, summary, names = [] }: Call<Options>, options: Options): string {
  const words = [...names, ...Object.entries(options).map(([option, how]) => optionUsage(option, how))];
  return [
    summary,
    '',
    `Usage: npm run bench -- ${name} ${words.map((word) => `[${word}]`).join(' ')}`,
    '',
    'Options:',
    optionLines(options),
  ].join('\n');
}
