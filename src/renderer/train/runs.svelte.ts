import { untrack } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { RUN_ENDED } from '../../shared/contract/runs.ts';
import type { Progress, RunState, RunSummary } from '../../shared/contract/runs.ts';
import type { Project } from '../../shared/network/document.ts';
import { canResume } from '../../shared/runs/can-resume.ts';
import { coreUnreachable, failureOf } from '../../shared/words/failures.ts';
import type { Failure } from '../../shared/words/failures.ts';
import type { OpenProject } from '../canvas/index.ts';
import type { RunCurves } from '../charts/run-curves.ts';
import { RunNumbers } from '../charts/run-numbers.svelte.ts';
import type { NumbersCore } from '../charts/run-numbers.svelte.ts';

const isEnded = (state: RunState): boolean => RUN_ENDED.includes(state);

/** The weight of what was before in the average that a curve is drawn as. */
export const SMOOTHINGS = ['0', '0.9', '0.99'] as const;
export type Smoothing = (typeof SMOOTHINGS)[number];

/** What the drawer below the canvas shows of a run. */
export type DrawerTab = 'curves' | 'samples' | 'result';

/** The runs of one open project: what is going on, what is shown, and the commands. */
export class ProjectRuns {
  readonly #core: NumbersCore;
  readonly #project: OpenProject;
  #all: readonly RunSummary[] = $state.raw([]);
  #chosen: string | null = $state.raw(null);
  readonly progressOf = new SvelteMap<string, Progress>();
  readonly #numbers: RunNumbers;
  /** Ids of runs drawn beside the one that is shown. */
  readonly compared = new SvelteSet<string>();
  /** What the drawer shows. */
  tab: DrawerTab = $state.raw('curves');
  /** How the curves are drawn. */
  log: boolean = $state.raw(false);
  smoothing: Smoothing = $state.raw('0');
  /** What is drawn beside the loss; where the shown run does not measure it, the first that it does. */
  metric: string | null = $state.raw(null);
  /** Why the last command did not work, until the next one. */
  failure: Failure | null = $state.raw(null);
  /** A command is on its way. */
  busy = $state.raw(false);

  /** Runs of this project, newest first. */
  readonly list: readonly RunSummary[] = $derived.by(() =>
    this.#all
      .filter((run) => run.projectPath === this.#project.path)
      .sort((a, b) => b.created.localeCompare(a.created)),
  );
  /** The run that is being worked on. */
  readonly active: RunSummary | null = $derived(
    this.list.find((run) => !isEnded(run.state) && run.state !== 'queued') ?? null,
  );
  /** Runs of any project that wait for the device. */
  readonly queued: readonly RunSummary[] = $derived(this.#all.filter((run) => run.state === 'queued'));
  /** The newest run of this project, where it waits, and the run of any project that it waits for. */
  readonly waiting: { readonly run: RunSummary; readonly ahead: RunSummary | null } | null = $derived.by(
    () => {
      const run = this.active ? undefined : this.list[0];
      if (run?.state !== 'queued') return null;
      const ahead = this.#all.find(({ state }) => !isEnded(state) && state !== 'queued');
      return { run, ahead: ahead ?? null };
    },
  );
  readonly shown: RunSummary | null = $derived(
    this.list.find((run) => run.id === this.#chosen) ?? this.active ?? this.list[0] ?? null,
  );
  readonly progress: Progress | null = $derived.by(() =>
    this.active ? (this.progressOf.get(this.active.id) ?? null) : null,
  );
  /** The newest run, where it can go on. */
  readonly resumable: RunSummary | null = $derived.by(() => {
    const newest = this.list[0];
    return newest && canResume(newest) ? newest : null;
  });

  /** The copy that the active run keeps. */
  #frozen: { readonly run: string; readonly project: Project } | null = $state.raw(null);
  /** True where the document says something else than what the active run trains; where nodes lie does not count. */
  readonly edited: boolean = $derived.by(
    () =>
      this.active !== null &&
      this.#frozen?.run === this.active.id &&
      meaning(this.#frozen.project) !== meaning(this.#project.document),
  );

  /** The last run of which the person knows that it goes on with its own copy. */
  #understood: string | null = $state.raw(null);
  /** The run that trains something else than the document says now, as long as that is news. */
  readonly editedRun: RunSummary | null = $derived(
    this.edited && this.active?.id !== this.#understood ? this.active : null,
  );

  constructor(core: NumbersCore, project: OpenProject) {
    this.#core = core;
    this.#project = project;
    this.#numbers = new RunNumbers(core);
    core.on('run.changed', (run) => this.#put(run));
    core.on('run.deleted', ({ run }) => this.#forget(run));
    core.on('run.progress', (progress) => this.progressOf.set(progress.run, progress));
    void this.reload();
  }

  /** Reads the list anew: at the start, and when news may have been missed. */
  async reload(): Promise<void> {
    this.#all = await this.#core.request('runs.list', {}).catch(() => this.#all);
    for (const run of this.#all) this.#keepFrozen(run);
    this.#numbers.reload();
  }

  understand(run: string): void {
    this.#understood = run;
  }

  show(run: string): void {
    this.#chosen = run;
    this.compared.delete(run);
  }

  #put(run: RunSummary): void {
    this.#keepFrozen(run);
    const isNew = !this.#all.some((each) => each.id === run.id);
    this.#all = isNew ? [...this.#all, run] : this.#all.map((each) => (each.id === run.id ? run : each));
  }

  #keepFrozen(run: RunSummary): void {
    const mine = run.projectPath === this.#project.path && !isEnded(run.state) && run.state !== 'queued';
    if (!mine || this.#frozen?.run === run.id) return;
    this.#core.request('runs.get', { run: run.id }).then(
      ({ project }) => (this.#frozen = { run: run.id, project }),
      // Nothing to compare with: nothing is said of edits.
      () => undefined,
    );
  }

  #forget(run: string): void {
    this.#all = this.#all.filter((each) => each.id !== run);
    this.progressOf.delete(run);
    this.compared.delete(run);
  }

  /** The curves of a run; see `RunNumbers.of`. */
  curves = (run: string, weight = 0): RunCurves | null => this.#numbers.of(run, weight);

  /**
   * Starts a run of the document as it is now; it is saved first, and the run keeps its own copy. Gives the run's id, null
   * where it could not start.
   */
  async start(): Promise<string | null> {
    let started: string | null = null;
    await this.#command(async () => {
      await this.#project.flush();
      const { run } = await this.#core.request('runs.start', {
        project: this.#project.document,
        path: this.#project.path,
      });
      this.#chosen = started = run;
    });
    return started;
  }

  pause = (run: string): Promise<void> => this.#command(() => this.#core.request('runs.pause', { run }));
  stop = (run: string): Promise<void> => this.#command(() => this.#core.request('runs.stop', { run }));
  delete = (run: string): Promise<void> => this.#command(() => this.#core.request('runs.delete', { run }));
  resume = (run: string): Promise<void> =>
    this.#command(async () => {
      await this.#core.request('runs.resume', { run });
      this.#chosen = run;
    });

  async #command(act: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.busy = true;
    try {
      await act();
    } catch (error) {
      this.failure = failureOf(error, coreUnreachable);
    } finally {
      this.busy = false;
    }
  }
}

const DRAWN: ReadonlySet<string> = new Set(['position', 'colour', 'comments']);

/** What a project says to the training: all but its name, how it is drawn, and what is written beside the network. */
const meaning = ({ networks, data, recipe, training }: Project): string =>
  JSON.stringify([networks, data, recipe, training], (key, value: unknown) =>
    DRAWN.has(key) ? undefined : value,
  );

const models = new WeakMap<OpenProject, ProjectRuns>();

/** The runs of an open project: one model for the run bar, the panel and the drawer. */
export function runsOf(core: NumbersCore, project: OpenProject): ProjectRuns {
  let model = models.get(project);
  if (!model) {
    // A root of its own: what the model derives must outlive the component that happens to ask first.
    $effect.root(() => {
      model = untrack(() => new ProjectRuns(core, project));
    });
    models.set(project, model!);
  }
  return model!;
}
