/** Every command, once. */
import type { AnyCommand } from './command.ts';
import { generateCommand } from './generate.ts';
import { importCommand } from './import-command.ts';
import { datasetsCommand, doctorCommand, runsCommand } from './lists.ts';
import { probeCommand } from './probe.ts';
import { evaluateCommand, exportCommand, predictCommand } from './results.ts';
import { serveCommand } from './serve.ts';
import { trainCommand } from './train.ts';

export const commands: readonly AnyCommand[] = [
  importCommand,
  datasetsCommand,
  trainCommand,
  evaluateCommand,
  predictCommand,
  generateCommand,
  probeCommand,
  exportCommand,
  runsCommand,
  serveCommand,
  doctorCommand,
];
