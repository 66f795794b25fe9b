import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CoreClient } from '../../shared/contract/core.ts';
import { RUN_ENDED } from '../../shared/contract/runs.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import type { Project } from '../../shared/network/document.ts';
import { checkProject } from '../../shared/network/check.ts';
import { parseProject } from '../../shared/network/parse.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { fileReason } from '../../shared/words/core.ts';
import { Failed, failure, failureText } from '../../shared/words/failures.ts';
import { problemText } from '../../shared/words/problems.ts';
import { defineCommand, EXIT } from './command.ts';
import type { OptionValues, Session } from './command.ts';
import { findRun } from './find.ts';
import { bindData } from './train-data.ts';

const options = {
  data: { type: 'text', value: 'NAME', doc: words.flags.data },
  epochs: { type: 'integer', value: 'N', min: 1, max: 100_000, doc: words.flags.epochs },
  batch: { type: 'integer', value: 'N', min: 1, max: 65_536, doc: words.flags.batch },
  seed: { type: 'integer', value: 'N', min: 0, max: 0xffffffff, doc: words.flags.seed },
  threads: { type: 'integer', value: 'N', min: 1, max: 1024, doc: words.flags.threads },
  shards: { type: 'integer', value: 'N', min: 1, max: 1024, doc: words.flags.shards },
  backend: { type: 'choice', choices: ['auto', 'native', 'portable'], doc: words.flags.backend },
  precision: { type: 'choice', choices: ['float32', 'bfloat16'], doc: words.flags.precision },
  resume: { type: 'text', value: 'RUN', doc: words.flags.resume },
} as const;
type TrainOptions = OptionValues<typeof options>;

export const trainCommand = defineCommand({
  name: 'train',
  summary: words.summaries.train,
  positionals: [{ name: 'PROJECT.neuroloom', optional: true }],
  options,
  async run(session, [path], given) {
    if (path === undefined && given.resume === undefined) throw misuse(words.resumeOrProject);
    const project = given.resume === undefined ? await readProject(path!) : null;
    const core = await session.core();
    const watch = watchRun(core, session);
    const run = project ? await start(session, core, project, path!, given) : await resume(core, given);
    return watch.untilEnd(run);
  },
});

async function readProject(path: string): Promise<Project> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Failed(failure('file-unreadable', { path, detail: fileReason(error) }));
  }
  const parsed = parseProject(text, path);
  if (!parsed.ok) throw new Failed(parsed.error);
  return parsed.value;
}

async function start(
  { out }: Session,
  core: CoreClient,
  project: Project,
  path: string,
  given: TrainOptions,
): Promise<string> {
  const datasets = await core.request('datasets.list', {});
  const bound = bindData(project, datasets, given.data);
  const asked: Project = {
    ...bound,
    training: {
      ...bound.training,
      ...(given.epochs !== undefined && { epochs: given.epochs }),
      ...(given.batch !== undefined && { batchSize: given.batch }),
      ...(given.seed !== undefined && { seed: given.seed }),
    },
  };
  const manifest = datasets.find(({ id }) => id === bound.data.dataset?.id) ?? null;
  const { room } = await core.request('machine.now', {});
  const streamed = checkProject(asked, manifest, room).find(({ code }) => code === 'data-streamed');
  if (streamed) out.note(problemText(streamed));
  const { run } = await core.request('runs.start', {
    project: asked,
    path: resolve(path),
    engine: {
      backend: given.backend ?? 'auto',
      threads: given.threads ?? null,
      shards: given.shards ?? null,
      precision: given.precision ?? 'float32',
    },
  });
  return run;
}

const misuse = (detail: string): Failed => new Failed(failure('wrong-usage', { detail }));

/** A run that goes on keeps its settings: the same ones may be given again, others are refused. */
async function resume(core: CoreClient, given: TrainOptions): Promise<string> {
  const run = await findRun(core, given.resume!);
  const own: Readonly<Record<string, readonly unknown[]>> = {
    data: [run.dataset.name, run.dataset.id],
    epochs: [run.epochs],
    batch: [run.batchSize],
    seed: [run.seed],
    ...(run.engine && {
      threads: [run.engine.threads],
      shards: [run.engine.shards],
      backend: [run.engine.backend, 'auto'],
      precision: [run.engine.precision],
    }),
  };
  for (const [name, values] of Object.entries(own)) {
    const value = given[name as keyof TrainOptions];
    if (value !== undefined && !values.includes(value)) throw misuse(words.resumeKeepsSettings(`--${name}`));
  }
  await core.request('runs.resume', { run: run.id });
  return run.id;
}

/** Follows one run to its end. Listens from before the start, so that nothing of a quick run is missed. */
function watchRun(core: CoreClient, session: Session): { untilEnd(run: string): Promise<number> } {
  const { out } = session;
  let id: string | null = null;
  let known: RunSummary | null = null;
  let signalled: 'SIGINT' | 'SIGTERM' | null = null;
  let end: (run: RunSummary) => void = () => undefined;
  let lose: (error: Failed) => void = () => undefined;

  const changed = (run: RunSummary): void => {
    if (run.id !== id) return;
    if (run.state !== known?.state) sayState(session, run);
    known = run;
    if (RUN_ENDED.includes(run.state)) end(run);
  };
  core.on('run.changed', changed);
  core.on('run.progress', (progress) => {
    if (progress.run !== id) return;
    out.event({ event: 'progress', ...progress });
    const { epoch, epochs, step, steps, samplesPerSecond, secondsLeft } = progress;
    out.progress(step / Math.max(1, steps), words.trainingBar(epoch, epochs, samplesPerSecond, secondsLeft));
  });
  core.on('run.metrics', ({ run, metrics }) => {
    if (run !== id) return;
    out.event({ event: 'metrics', run, metrics });
    const epochs = Map.groupBy(
      metrics.filter(({ name }) => name.includes('/')),
      ({ step }) => step,
    );
    for (const epoch of epochs.values())
      out.say(epoch.map(({ name, value }) => words.metric(name.replace(/^epoch\//, ''), value)).join('  '));
  });
  core.onClose(() =>
    lose(new Failed(failure('core-unreachable', { detail: 'it ended while the run was going' }))),
  );

  const pause = async (): Promise<void> => {
    if (id === null) return;
    // The run may be over, or about to be: then its end is what is waited for.
    await core.request('runs.pause', { run: id }).catch(() => undefined);
  };
  session.onSignal((signal) => {
    if (signalled !== null) process.exit(EXIT[signal]);
    signalled = signal;
    out.endProgress();
    out.note(words.pausing);
    void pause();
  });

  return {
    async untilEnd(run) {
      id = run;
      const ended = new Promise<RunSummary>((resolve, reject) => {
        end = resolve;
        lose = reject;
      });
      if (signalled !== null) void pause();
      changed((await core.request('runs.get', { run })).run);
      const last = await ended;
      out.endProgress();
      await sayDone(session, core, last);
      if (last.state === 'paused' && signalled !== null) return EXIT[signalled];
      return last.state === 'failed' || last.state === 'interrupted' ? EXIT.failed : EXIT.done;
    },
  };
}

function sayState({ out }: Session, run: RunSummary): void {
  out.event({ event: 'state', run: run.id, state: run.state });
  if (run.state === 'queued') out.note(words.queued(run.name));
  if (run.state === 'training') {
    const { engine } = run;
    const where = engine ? ` (${engine.backend}, ${engine.device}, ${engine.threads} threads)` : '';
    out.note(words.trainingStarted(run.name, run.dataset.name, where));
  }
}

/** Where the core keeps it: `<step>.safetensors` in the run's folder. */
const checkpointPath = (workspace: string, run: string, step: number): string =>
  join(workspace, 'checkpoints', run, `${step}.safetensors`);

async function sayDone({ out }: Session, core: CoreClient, run: RunSummary): Promise<void> {
  const test = Object.entries(run.test?.metrics ?? {});
  const folder = (await core.request('workspace.info', {})).path;
  const { checkpoint } = run;
  out.event({
    event: 'done',
    run: run.id,
    state: run.state,
    epochs: checkpoint?.epoch ?? 0,
    metrics: Object.fromEntries(
      test.map(([name, value]) => [`test${name[0]!.toUpperCase()}${name.slice(1)}`, value]),
    ),
    seconds: run.seconds,
    samplesPerSecond: run.samplesPerSecond,
    // The core counts itself and its jobs.
    peakBytes: run.peakBytes + process.resourceUsage().maxRSS * 1024,
    weights: checkpoint?.weights ?? null,
    checkpoint: checkpoint ? checkpointPath(folder, run.id, checkpoint.step) : null,
    ...(run.failure && { failure: run.failure }),
  });
  for (const [name, value] of test)
    out.say(`  ${words.metric(`test ${name}`, value, run.test?.rowsOf?.[name])}`);
  if (run.failure) out.note(failureText(run.failure));
  if (run.seconds > 0) out.note(words.ended(run.name, run.state, run.seconds, run.samplesPerSecond));
  else out.note(words.endedOther(run.name, run.state));
  if (run.state !== 'finished' && checkpoint) out.note(words.resumeHint(run.id));
}
