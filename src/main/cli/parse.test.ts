import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyCommand } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, usageLine } from './help.ts';
import { parseCommand } from './parse.ts';

const command = (name: string): AnyCommand => commands.find((one) => one.name === name)!;
const parse = (line: string): ReturnType<typeof parseCommand> => {
  const [name, ...args] = line.split(' ');
  return parseCommand(command(name!), args);
};

describe('a command line', () => {
  it('gives positionals and checked values, wherever the options stand', () => {
    expect(parse('train --epochs 5 cnn.neuroloom --seed=7 --backend native --workspace /w --json')).toEqual({
      ok: true,
      value: {
        positionals: ['cnn.neuroloom'],
        options: { epochs: 5, seed: 7, backend: 'native' },
        workspace: '/w',
        json: true,
        help: false,
      },
    });
    expect(parse('generate r1 --temperature 0.7 --top-p=.9 --top-k 5')).toMatchObject({
      value: { options: { temperature: 0.7, 'top-p': 0.9, 'top-k': 5 } },
    });
    expect(parse('evaluate r1')).toMatchObject({ value: { options: { split: 'test' } } });
    expect(parse('serve --host a --host b')).toMatchObject({ value: { options: { host: ['a', 'b'] } } });
    expect(parse('import -- --name')).toMatchObject({ value: { positionals: ['--name'] } });
  });

  it.each([
    ['import', 'PATH'],
    ['evaluate', 'RUN'],
    ['evaluate a b', '"b"'],
    ['runs --nope', '--nope'],
    ['runs -j', '-j'],
    ['runs --json=1', '--json'],
    ['runs --constructor', '--constructor'],
    ['train x --seed', '--seed'],
    ['generate r --top-p 1.5', 'from 0.001 to 1'],
    ['generate r --temperature warm', '"warm"'],
    ['generate r --temperature -1', '--temperature'],
    ['train x --seed --json', '--seed'],
    ['train x --seed 1.5', '1.5'],
    ['train x --seed 4294967296', '4294967295'],
    ['train x --epochs 0', '"0"'],
    ['train x --epochs -3', '-3'],
    ['train x --backend gpu', 'auto, native, portable'],
    ['train x --data=', '--data'],
    ['export r --to d', '--format keras|onnx'],
    ['export r --format onnx', '--to DIR'],
  ])('says what is wrong with "%s"', (line, names) => {
    const parsed = parse(line);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.error).toContain(names);
  });

  it('asks for nothing else when help is wanted', () => {
    expect(parse('export --help')).toMatchObject({ ok: true, value: { help: true } });
  });
});

describe('help', () => {
  it.each(commands.map((one) => [one.name, one] as const))('of %s explains every option', (_, one) => {
    const text = helpOf(one);
    for (const [name, option] of Object.entries(one.options as Record<string, { doc: string }>)) {
      expect(text).toContain(`--${name}`);
      expect(text).toContain(option.doc);
    }
  });
  it('says what the README says', () => {
    const readme = readFileSync('README.md', 'utf8').replaceAll('\\|', '|');
    const wanted = commands.flatMap((one) => [`\`${usageLine(one)}\``, one.summary]);
    expect(wanted.filter((text) => !readme.includes(text))).toEqual([]);
  });
});
