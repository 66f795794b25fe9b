/** From the words of a command line to an exit code. */
import { connectCore } from '../client/connect.ts';
import type { CoreClient } from '../../shared/contract/core.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { Failed, failureText } from '../../shared/words/failures.ts';
import type { Failure } from '../../shared/words/failures.ts';
import { sayInJson } from '../../shared/words/told.ts';
import { EXIT } from './command.ts';
import type { Session } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, helpOfAll } from './help.ts';
import { createOutput, plain } from './output.ts';
import type { Stream } from './output.ts';
import { parseCommand } from './parse.ts';

export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

export async function runCommandLine(
  args: readonly string[],
  version: string,
  streams: Streams,
): Promise<number> {
  const { stdout, stderr } = streams;
  const [name, ...rest] = args;
  const usage = (sentence: string): number => {
    stderr.write(`${plain(sentence)}\n`);
    return EXIT.usage;
  };
  if (name === undefined) return usage(words.noCommand);
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = commands.find((command) => command.name === rest[0]);
    stdout.write(`${about ? helpOf(about) : helpOfAll(commands)}\n`);
    return EXIT.done;
  }
  if (name === '--version') {
    stdout.write(`${version}\n`);
    return EXIT.done;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) return usage(words.unknownCommand(name));
  const parsed = parseCommand(command, rest);
  if (!parsed.ok) return usage(parsed.error);
  const { positionals, options, workspace, json, help } = parsed.value;
  if (help) {
    stdout.write(`${helpOf(command)}\n`);
    return EXIT.done;
  }

  const out = createOutput(json, stdout, stderr);
  const opened: CoreClient[] = [];
  const cleanups: (() => void)[] = [];
  const session: Session = {
    out,
    workspace,
    async core() {
      const core = await connectCore({ ...(workspace !== undefined && { workspace }), start: true });
      opened.push(core);
      return core;
    },
    onSignal(listener) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const hear = (): void => listener(signal);
        process.on(signal, hear);
        cleanups.push(() => process.off(signal, hear));
      }
    },
  };
  try {
    return await command.run(session, positionals, options);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    out.endProgress();
    tellFailure(error.failure, json, streams);
    return error.failure.code === 'wrong-usage' ? EXIT.usage : EXIT.failed;
  } finally {
    for (const cleanup of cleanups) cleanup();
    for (const core of opened) core.close();
  }
}

/** The sentence always goes to the error stream; with --json programs get its code and facts too. */
function tellFailure(cause: Failure, json: boolean, { stdout, stderr }: Streams): void {
  const sentence = failureText(cause);
  if (json)
    stdout.write(
      `${JSON.stringify({ event: 'failed', code: cause.code, facts: cause.facts, sentence }, sayInJson)}\n`,
    );
  stderr.write(`${plain(sentence)}\n`);
}
