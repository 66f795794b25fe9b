/** Ctrl-C while the command line writes: what is written so far is the answer, and the next question finds no one busy. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CoreClient } from '../../shared/contract/core.ts';
import { RUN_ENDED } from '../../shared/contract/runs.ts';
import { connectCore } from '../client/connect.ts';

const workspace = mkdtempSync(join(tmpdir(), 'neuroloom-interrupt-'));
let core: CoreClient;
let run: string;

beforeAll(async () => {
  core = await connectCore({ workspace, start: true });
  const text = join(workspace, 'text.txt');
  writeFileSync(text, 'the cat sat on the mat. '.repeat(60));
  const imported = new Promise<string>((done) =>
    core.on('import.changed', ({ dataset }) => dataset !== null && done(dataset)),
  );
  await core.request('import.start', { sources: [{ path: text }], options: { as: 'text' } });
  const dataset = await imported;
  const { project } = await core.request('projects.create', { name: 'Text', dataset });
  expect(project.recipe.kind).toBe('languageModel');
  const ended = new Promise<string>((done) =>
    core.on('run.changed', ({ state }) => RUN_ENDED.includes(state) && done(state)),
  );
  const training = { ...project.training, epochs: 1 };
  ({ run } = await core.request('runs.start', { project: { ...project, training } }));
  expect(await ended).toBe('finished');
});
afterAll(() => {
  core.close();
  rmSync(workspace, { recursive: true, force: true });
});

/** The command line in a process of its own; it gets Ctrl-C at the first event of this name. */
async function interrupted(at: string, ...args: readonly string[]) {
  const main = join(import.meta.dirname, '..', 'cli', 'main.ts');
  const child = spawn(process.execPath, [main, ...args, '--json', '--workspace', workspace], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as Record<string, unknown>;
    if (event['event'] === at && events.length === 0) child.kill('SIGINT');
    events.push(event);
  });
  const code = await new Promise((done) => child.on('close', done));
  return { code, events };
}

test('what is written when Ctrl-C comes is the answer', async () => {
  const { code, events } = await interrupted(
    'written',
    ...['generate', run, '--prompt', 'the', '--length', '10000'],
  );
  expect(code).toBe(130);
  const written = events.filter(({ event }) => event === 'written').map(({ text }) => text);
  const last = events.at(-1)!;
  expect(last).toMatchObject({ event: 'generated', ended: 'cancelled', text: written.join('') });
  expect(last['tokens']).toBeLessThan(10_000);
  const next = await core.request('runs.generate', { run, prompt: 'the', length: 3 });
  expect(next).toMatchObject({ tokens: 3, ended: 'length' });
});

test('a writing that is ended as soon as it is asked for does not go on to its end', async () => {
  const made = core.request('runs.generate', { run, prompt: 'the', length: 10_000, stream: 'early' });
  await core.request('runs.cancel', { stream: 'early' });
  // It may have written a token or two by then, and would write thousands.
  expect(await made).toMatchObject({ ended: 'cancelled' });
});
