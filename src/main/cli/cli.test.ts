/** The command line as a person runs it: a real core on a fresh workspace. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from './commands.ts';
import type { Stream } from './output.ts';
import { runCommandLine } from './run.ts';

const samples = 'resources/samples';
let folder: string;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly events: readonly Record<string, unknown>[];
}
/** In this process, against a core of its own: a start of Node for each line would be most of the time. */
async function neuroloom(...args: string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const stdout = { write: (text: string) => ((out += text), true) } as Stream;
  const stderr = { write: (text: string) => ((err += text), true) } as Stream;
  const known = commands.some(({ name }) => name === args[0]);
  const workspace = known ? ['--workspace', join(folder, 'workspace')] : [];
  const code = await runCommandLine([...args, ...workspace], '0.0.0', { stdout, stderr });
  const events = out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out, err, events };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neuroloom-cli-'));
});
afterAll(async () => {
  // The core ends by itself once nobody needs it.
  const log = join(folder, 'workspace', 'logs', 'core.log');
  for (let i = 0; i < 200 && !/core ends\n$/.test(readFileSync(log, 'utf8')); i++) await pause(50);
  rmSync(folder, { recursive: true });
});

describe('the command line', () => {
  it('answers usage with 2, help with 0, and one sentence on the error stream', async () => {
    for (const args of [
      [],
      ['nothing'],
      ['evaluate'],
      ['runs', '--nope'],
      ['train'],
      ['serve', '--listen', '0.0.0.0'],
    ]) {
      const ran = await neuroloom(...args);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err.trim().split('\n')).toHaveLength(1);
    }
    expect(await neuroloom('train', '--help')).toMatchObject({ code: 0, err: '' });
  });

  it('ends its process with the exit code', async () => {
    const child = spawn(process.execPath, ['src/main/cli/main.ts', 'nothing'], { stdio: 'ignore' });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(2);
  });

  it('imports, lists, and says what is missing with 1', async () => {
    expect(await neuroloom('datasets')).toMatchObject({ code: 0, out: expect.stringContaining('import') });
    const imported = await neuroloom('import', `${samples}/data/iris.csv`, '--name', 'Flowers', '--json');
    expect(imported.code).toBe(0);
    expect(imported.events.at(-1)).toMatchObject({ event: 'done', name: 'Flowers', rows: 150 });
    expect((await neuroloom('datasets')).out).toMatch(/Flowers +150/);

    const nothing = await neuroloom('import', join(folder, 'gone.csv'), '--json');
    expect(nothing.code).toBe(1);
    expect(nothing.events.at(-1)).toMatchObject({ event: 'failed' });
    expect(nothing.err).toContain('gone.csv');
  });

  it('reads files as what it is told', async () => {
    const table = `${samples}/data/iris.csv`;
    const ran = await neuroloom(
      'import',
      table,
      '--as',
      'text',
      '--tokenizer',
      'words',
      '--vocabulary',
      '20',
      '--json',
    );
    expect(ran.events.at(-1)).toMatchObject({ event: 'done' });
    const listed = await neuroloom('datasets', '--json');
    const columns = listed.events.flatMap(
      ({ columns }) => columns as { type: string; vocabulary?: unknown[] }[],
    );
    expect(columns.find(({ type }) => type === 'tokens')?.vocabulary).toHaveLength(20);
    expect((await neuroloom('import', table, '--as', 'pairs')).err).toContain('no two columns of text');
    expect(await neuroloom('import', table, '--as', 'prose')).toMatchObject({ code: 2 });
  });

  it('keeps an unfit project and a missing run to one sentence', async () => {
    const broken = join(folder, 'broken.neuroloom');
    writeFileSync(broken, '{"format":"neuroloom-project"');
    const newer = join(folder, 'newer.neuroloom');
    writeFileSync(newer, '{"format":"neuroloom-project","version":99}');
    const fashion = join(folder, 'fashion.neuroloom');
    copyFileSync(`${samples}/fashion-mnist-cnn.neuroloom`, fashion);
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['train', broken], 'broken.neuroloom'],
      [['train', newer], 'newer Neuroloom'],
      [['train', join(folder, 'gone.neuroloom')], 'gone.neuroloom'],
      [['train', fashion], '28\u00a0×\u00a028\u00a0×\u00a01'],
      [['train', fashion, '--data', 'Nowhere'], '"Nowhere"'],
      [['train', '--resume', 'no-run'], '"no-run"'],
      [['export', 'no-run', '--format', 'onnx', '--to', folder], '"no-run"'],
    ];
    for (const [args, says] of cases) {
      const ran = await neuroloom(...args);
      expect(ran.code, args.join(' ')).toBe(1);
      expect(ran.err).toContain(says);
      expect(ran.err.trim().split('\n')).toHaveLength(1);
    }
  });

  it('says that a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const ran = await neuroloom('serve', '--port', String(port));
    other.close();
    // Without a built window that is said first; both are failures with a sentence.
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(new RegExp(`${port}|not built`));
  });
});
