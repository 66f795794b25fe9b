import { resolve } from 'node:path';
import { decimalSigns, importForms, tokenizerKinds, VOCABULARY_LIMITS } from '../../shared/contract/core.ts';
import type { CoreClient, ImportState } from '../../shared/contract/core.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import type { Text } from '../../shared/words/said.ts';
import { told } from '../../shared/words/told.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { defineCommand, EXIT } from './command.ts';
import type { Output } from './output.ts';

export const importCommand = defineCommand({
  name: 'import',
  summary: words.summaries.import,
  positionals: [{ name: 'PATH', many: true }],
  options: {
    name: { type: 'text', value: 'N', doc: words.flags.name },
    target: { type: 'text', value: 'COLUMN', doc: words.flags.target },
    as: { type: 'choice', choices: importForms, doc: words.flags.as },
    tokenizer: { type: 'choice', choices: tokenizerKinds, rare: true, doc: words.flags.tokenizer },
    vocabulary: {
      type: 'integer',
      value: 'N',
      ...VOCABULARY_LIMITS,
      rare: true,
      doc: words.flags.vocabulary,
    },
    time: { type: 'text', value: 'COLUMN', rare: true, doc: words.flags.time },
    series: { type: 'text', value: 'COLUMN', rare: true, doc: words.flags.series },
    'one-series': { type: 'flag', rare: true, doc: words.flags.oneSeries },
    decimal: { type: 'choice', choices: decimalSigns, rare: true, doc: words.flags.decimal },
    fill: { type: 'flag', rare: true, doc: words.flags.fill },
  },
  async run(session, paths, { name, 'one-series': oneSeries, ...options }) {
    const core = await session.core();
    let started: string | null = null;
    let signalled: 'SIGINT' | 'SIGTERM' | null = null;
    const cancel = (): void => {
      if (started !== null && signalled !== null)
        core.request('import.cancel', { id: started }).catch(() => undefined);
    };
    session.onSignal((signal) => {
      signalled = signal;
      cancel();
    });
    const states = importStates(core);
    const { id } = await core.request('import.start', {
      sources: paths.map((path) => ({ path: resolve(path) })),
      ...(name !== undefined && { name }),
      options: oneSeries ? { ...options, series: null } : options,
    });
    started = id;
    cancel();
    const end = await states.end(id, (state) => {
      session.out.progress(state.fraction, words.importing(state.name, state.rows, state.rowsPerSecond));
      session.out.event({
        event: 'progress',
        fraction: state.fraction,
        rows: state.rows,
        rowsPerSecond: state.rowsPerSecond,
      });
    });
    session.out.endProgress();
    if (end.state === 'cancelled') {
      session.out.note(words.importCancelled);
      session.out.event({ event: 'cancelled', import: id });
      return signalled === null ? EXIT.failed : EXIT[signalled];
    }
    if (end.state === 'failed' || end.dataset === null) {
      throw new Failed(
        end.failure ?? failure('import-failed', { file: paths.join(', '), detail: end.state }),
      );
    }
    const dataset = await core.request('datasets.get', { id: end.dataset });
    const series = dataset.series && new Set(dataset.series.ranges.map(({ name }) => name)).size;
    session.out.say(words.imported(dataset.name, dataset.rows, series ?? null, dataset.bytes));
    if (dataset.problems.count > 0) sayProblems(session.out, dataset.problems);
    session.out.event({
      event: 'done',
      dataset: dataset.id,
      name: dataset.name,
      rows: dataset.rows,
      bytes: dataset.bytes,
      hash: dataset.hash,
      splits: dataset.splits,
      problems: dataset.problems,
    });
    return EXIT.done;
  },
});

/** Listens from before the start, so that an end which comes before the reply is not missed. */
function importStates(core: CoreClient): {
  end(id: string, onProgress: (state: ImportState) => void): Promise<ImportState>;
} {
  const latest = new Map<string, ImportState>();
  let changed: (state: ImportState) => void = () => undefined;
  let lost: () => void = () => undefined;
  core.on('import.changed', (state) => {
    latest.set(state.id, state);
    changed(state);
  });
  core.onClose(() => lost());
  return {
    end: (id, onProgress) =>
      new Promise((resolve, reject) => {
        changed = (state) => {
          if (state.id !== id) return;
          if (state.state === 'running') onProgress(state);
          else resolve(state);
        };
        lost = () => reject(new Failed(failure('core-unreachable', { detail: 'it ended while importing' })));
        const known = latest.get(id);
        if (known) changed(known);
      }),
  };
}

const SHOWN = 20;

function sayProblems(
  out: Output,
  problems: { count: number; first: readonly { file: string; line?: number | undefined; message: Text }[] },
): void {
  out.note(words.importProblems(problems.count));
  for (const { file, line, message } of problems.first.slice(0, SHOWN)) {
    out.note(`  ${file}${line === undefined ? '' : `:${line}`}: ${told(message)}`);
  }
  if (problems.count > SHOWN) out.note(`  ${words.problemsMore(problems.count - SHOWN)}`);
}
