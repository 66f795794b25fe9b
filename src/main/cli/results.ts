/** `evaluate`, `predict` and `export`: what a trained run can do. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { CoreClient, ExportState, Prediction } from '../../shared/contract/core.ts';
import type { Evaluation } from '../../shared/contract/runs.ts';
import { classScores } from '../../shared/kinds/metrics/confusion.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { count, measured, percent } from '../../shared/words/numbers.ts';
import { sourceName } from '../../shared/words/predictions.ts';
import { defineCommand, EXIT } from './command.ts';
import { findRun } from './find.ts';
import { table } from './output.ts';
import { writeNamed } from './write.ts';

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  summary: words.summaries.evaluate,
  positionals: [{ name: 'RUN' }],
  options: {
    split: {
      type: 'choice',
      choices: ['test', 'validation', 'train'],
      usual: 'test',
      doc: words.flags.split,
    },
  },
  async run(session, [given], { split }) {
    const core = await session.core();
    const run = await findRun(core, given!);
    const stream = randomUUID();
    let signal: 'SIGINT' | 'SIGTERM' | null = null;
    session.onSignal((heard) => {
      signal = heard;
      void core.request('runs.cancel', { stream });
    });
    const evaluation = await core.request('runs.evaluate', { run: run.id, split, stream });
    const perClass = evaluation.confusion && classesOf(evaluation.confusion);
    session.out.event({ event: 'evaluation', run: run.id, split, ...evaluation, perClass });
    session.out.say(words.evaluated(run.name, split, evaluation.rows));
    for (const [name, value] of Object.entries(evaluation.metrics))
      session.out.say(`  ${words.metric(name, value, evaluation.rowsOf?.[name])}`);
    if (evaluation.confusion) session.out.say(`\n${confusionText(evaluation.confusion)}`);
    if (perClass) session.out.say(`\n${classesText(perClass)}`);
    return signal === null ? EXIT.done : EXIT[signal];
  },
});

function confusionText({ classes, counts }: NonNullable<Evaluation['confusion']>): string {
  const rows = counts.map((row, actual) => [classes[actual]!, ...row.map(String)]);
  const numbers = classes.map((_, i) => i + 1);
  return `${words.confusionTitle}\n${table(['', ...classes], rows, numbers)}`;
}

const classesOf = ({ classes, counts }: NonNullable<Evaluation['confusion']>) =>
  classScores(counts).map((scores, at) => ({ class: classes[at]!, ...scores }));

function classesText(classes: ReturnType<typeof classesOf>): string {
  const rows = classes.map((one) => [
    one.class,
    count(one.rows),
    ...[one.precision, one.recall, one.f1].map(percent),
  ]);
  return table(words.classColumns, rows, [1, 2, 3, 4]);
}

export const predictCommand = defineCommand({
  name: 'predict',
  summary: words.summaries.predict,
  positionals: [{ name: 'RUN' }, { name: 'FILE', many: true }],
  options: { to: { type: 'text', value: 'FILE', doc: words.flags.predictTo } },
  async run(session, [given, ...files], { to }) {
    const core = await session.core();
    const run = await findRun(core, given!);
    const sources = files.map((file) => ({ path: resolve(file) }));
    if (to !== undefined) {
      const { value, bytes } = await core.requestBytes('runs.predictTable', { run: run.id, sources });
      const path = await writeNamed(to, bytes);
      session.out.event({ event: 'predicted', run: run.id, path, ...value });
      session.out.say(words.predictedTable(path, value.rows, value.answered));
      return EXIT.done;
    }
    for (const prediction of await core.request('runs.predict', { run: run.id, sources })) {
      session.out.event({ event: 'prediction', run: run.id, ...prediction });
      const { source, series, moment, output, columns } = prediction;
      const said = columns
        ? columns.map((column) => `${column.name} ${answerText(column)}`).join(', ')
        : answerText(prediction);
      session.out.say(words.predicted(sourceName(source, series, moment), output, said));
    }
    return EXIT.done;
  },
});

function answerText({ values, classes, best }: Pick<Prediction, 'values' | 'classes' | 'best'>): string {
  const probability = best !== null && classes ? values[classes.indexOf(best)] : undefined;
  const text = best ?? values.map(measured).join(', ');
  return probability === undefined ? text : `${text} (${percent(probability)})`;
}

export const exportCommand = defineCommand({
  name: 'export',
  summary: words.summaries.export,
  positionals: [{ name: 'RUN' }],
  options: {
    format: { type: 'choice', choices: ['keras', 'onnx'], required: true, doc: words.flags.format },
    to: { type: 'text', value: 'DIR', required: true, doc: words.flags.to },
  },
  async run(session, [given], { format, to }) {
    const core = await session.core();
    const run = await findRun(core, given!);
    const done = await exportFile(core, { run: run.id, format, to: resolve(to!) });
    session.out.event({
      event: 'exported',
      run: run.id,
      format,
      path: done.path,
      bytes: done.bytes,
      proof: done.proof,
    });
    session.out.say(words.exported(done.path ?? '', done.bytes));
    if (done.proof) session.out.say(words.proved(done.proof.runtime, done.proof.rows, done.proof.difference));
    return EXIT.done;
  },
});

/** Waits for the end of an export, whether the reply or an event brings it. */
async function exportFile(
  core: CoreClient,
  input: { run: string; format: 'keras' | 'onnx'; to: string },
): Promise<ExportState> {
  const ended = new Map<string, ExportState>();
  let wake: () => void = () => undefined;
  const off = core.on('export.changed', (state) => {
    if (state.state !== 'running') ended.set(state.id, state);
    wake();
  });
  const begun = await core.request('runs.export', input);
  let state = begun;
  if (begun.state === 'running') {
    state = await new Promise<ExportState>((done, reject) => {
      wake = () => {
        const end = ended.get(begun.id);
        if (end) done(end);
      };
      core.onClose(() =>
        reject(new Failed(failure('core-unreachable', { detail: 'it ended while exporting' }))),
      );
      wake();
    });
  }
  off();
  if (state.state === 'failed')
    throw new Failed(state.failure ?? failure('export-failed', { detail: state.state }));
  return state;
}
