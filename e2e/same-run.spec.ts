import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ui } from '../src/shared/words/ui/index.ts';
import { expect, test } from './fixtures.ts';
import { cli } from './launch.ts';

type Line = Record<string, unknown>;

/** What a command prints with --json, line by line. */
const neuroloom = (workspace: string, ...args: string[]): Line[] =>
  execFileSync(process.execPath, [cli, ...args, '--workspace', workspace, '--json'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

interface Shown {
  readonly step: number;
  readonly name: string;
  readonly value: number;
}

/** Every number that a command line run printed, in order. */
const metricsOf = (lines: readonly Line[]): Shown[] =>
  lines.filter(({ event }) => event === 'metrics').flatMap(({ metrics }) => metrics as Shown[]);

/** Each window is compared with the command line: so the desktop window and the server's agree with one another too. */
test('the same project gives the same run in the window and on the command line', async ({ app }) => {
  const { frame, train, workspace } = app;
  await frame.startSample('Iris');
  await expect(train.runBar).toContainText(ui.train.ready);
  await frame.goTo('train');
  await train.set(ui.train.settings.epochs, 6);
  await expect(app.page.getByText(ui.design.save.saved, { exact: true })).toBeVisible();
  await train.start();
  await train.becomes('finished');

  const folder = join(workspace, 'projects');
  const project = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.neuroloom'))!,
  );
  const first = neuroloom(workspace, 'train', project);
  const second = neuroloom(workspace, 'train', project);
  expect(metricsOf(first).length).toBeGreaterThan(6);
  expect(metricsOf(second)).toEqual(metricsOf(first));

  const runs = neuroloom(workspace, 'runs').map(({ checkpoint, test: tested, latest }) => ({
    weights: (checkpoint as { weights: string }).weights,
    tested,
    latest,
  }));
  expect(runs).toHaveLength(3);
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[2]).toEqual(runs[0]);
  expect(runs[0]!.weights).toBe(second.at(-1)!['weights']);
});
