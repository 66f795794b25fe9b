/** What helps another person to see why something fails here, as one text: nothing of projects, data or runs. */
import { readFile } from 'node:fs/promises';
import { homedir, release } from 'node:os';
import type { Check } from '../../../shared/contract/core.ts';
import type { MachineReport } from '../../../shared/contract/machine.ts';
import { diagnosticsWords as words } from '../../../shared/words/doctor.ts';
import { bytesText } from '../../../shared/words/numbers.ts';
import { told } from '../../../shared/words/told.ts';

/** Settings that say how the program works; others may name what the person works on. */
const TOLD = /^(queue|runs)\.|^window\.notify$/;
const LOG_LINES = 200;

export interface DiagnosticsNeeds {
  readonly version: string;
  readonly workspace: string;
  readonly log: string;
  readonly checks: readonly Check[];
  readonly machine: MachineReport;
  readonly settings: Readonly<Record<string, unknown>>;
}

export async function diagnostics(needs: DiagnosticsNeeds): Promise<string> {
  const { version, workspace, log, checks, machine, settings } = needs;
  const shown = Object.entries(settings).filter(([key]) => TOLD.test(key));
  const text = [
    words.title(version, new Date().toISOString()),
    section(words.system, [
      `${process.platform} ${release()} ${process.arch}`,
      `Node ${process.version}`,
      `${machine.processor}, ${machine.cores}/${machine.threads}, ${bytesText(machine.memoryBytes)}`,
      ...machine.gpus.map(({ name, memoryBytes, driver }) => `${name}, ${bytesText(memoryBytes)}, ${driver}`),
    ]),
    section(
      words.checks,
      checks.map(
        ({ state, name, says, remedy }) =>
          `[${state}] ${told(name)}: ${told(says)}${remedy === null ? '' : `\n    ${told(remedy)}`}`,
      ),
    ),
    section(
      words.settings,
      shown.map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
    ),
    section(words.log, await lastLines(log)),
  ].join('\n\n');
  return `${withoutPaths(text, workspace)}\n`;
}

const section = (title: string, lines: readonly string[]): string =>
  `## ${title}\n${lines.length > 0 ? lines.join('\n') : words.none}`;

async function lastLines(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).slice(-LOG_LINES);
}

/** Names of people are in their folders' paths; names of what they work on in those of project files. */
function withoutPaths(text: string, workspace: string): string {
  const home = homedir();
  return [[workspace, words.workspace], ...(home.length > 1 ? [[home, '~']] : [])]
    .reduce((shown, [path, name]) => shown.replaceAll(path!, name!), text)
    .replace(/[^\s/\\"']*\.neuroloom\b/g, '*.neuroloom');
}
