/** `datasets`, `runs` and `doctor`: what is here, as tables. */
import { commandWords as words } from '../../shared/words/command-line.ts';
import { bytesText, count, duration, measured, percent } from '../../shared/words/numbers.ts';
import { told } from '../../shared/words/told.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { defineCommand, EXIT } from './command.ts';
import { table } from './output.ts';
import { writeNamed } from './write.ts';

export const datasetsCommand = defineCommand({
  name: 'datasets',
  summary: words.summaries.datasets,
  positionals: [],
  options: {},
  async run(session) {
    const datasets = await (await session.core()).request('datasets.list', {});
    for (const { id, name, rows, splits, columns, bytes, hash, created } of datasets) {
      session.out.event({ event: 'dataset', id, name, rows, splits, columns, bytes, hash, created });
    }
    if (datasets.length === 0) session.out.say(words.noDatasets);
    else {
      const rows = datasets.map((one) => [
        one.name,
        count(one.rows),
        one.columns
          .map((column) => column.name)
          .slice(0, 4)
          .join(', ') + (one.columns.length > 4 ? ', …' : ''),
        bytesText(one.bytes),
        one.id,
      ]);
      session.out.say(table(Object.values(words.datasetColumns), rows, [1, 3]));
    }
    return EXIT.done;
  },
});

export const runsCommand = defineCommand({
  name: 'runs',
  summary: words.summaries.runs,
  positionals: [],
  options: {},
  async run(session) {
    const runs = await (await session.core()).request('runs.list', {});
    for (const run of runs) session.out.event({ event: 'run', ...run });
    if (runs.length === 0) session.out.say(words.noRuns);
    else session.out.say(table(Object.values(words.runColumns), runs.map(runRow), [4, 5, 6]));
    return EXIT.done;
  },
});

function runRow(run: RunSummary): readonly string[] {
  const accuracy = run.test?.metrics['accuracy'];
  const loss = run.test?.metrics['loss'];
  return [
    run.name,
    run.project,
    run.dataset.name,
    run.state,
    `${run.checkpoint?.epoch ?? 0}/${run.epochs}`,
    accuracy !== undefined ? percent(accuracy) : loss !== undefined ? measured(loss) : '',
    run.seconds > 0 ? duration(run.seconds) : '',
    run.id,
  ];
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: words.summaries.doctor,
  positionals: [],
  options: { bundle: { type: 'text', value: 'FILE', doc: words.flags.bundle } },
  async run(session, _positionals, { bundle }) {
    const core = await session.core();
    if (bundle !== undefined) {
      const path = await writeNamed(bundle, await core.request('doctor.diagnostics', {}));
      session.out.event({ event: 'diagnostics', path });
      session.out.say(words.diagnosed(path));
      return EXIT.done;
    }
    const checks = await core.request('doctor.report', {});
    for (const check of checks) {
      session.out.event({ event: 'check', ...check });
      const mark = { ok: '✓', missing: '✗', note: '·' }[check.state];
      session.out.say(`${mark} ${told(check.name)}: ${told(check.says)}`);
      if (check.remedy !== null) session.out.say(`    ${told(check.remedy)}`);
    }
    return EXIT.done;
  },
});
