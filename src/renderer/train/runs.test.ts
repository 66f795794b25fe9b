import { beforeEach, describe, expect, it } from 'vitest';
import type { EventName, Events, Input, Output, RequestName } from '../../shared/contract/core.ts';
import { NO_BYTES } from '../../shared/contract/frames.ts';
import type { Metric, RunState, RunSummary } from '../../shared/contract/runs.ts';
import { packed } from '../../shared/runs/packed.ts';
import { RunSeries } from '../../shared/runs/series.ts';
import { emptyProject } from '../../shared/network/starter.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { OpenProject } from '../canvas/project.svelte.ts';
import { ProjectRuns } from './runs.svelte.ts';

const PATH = '/projects/mine.neuroloom';

function run(id: string, state: RunState, rest: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: id,
    project: 'Mine',
    projectPath: PATH,
    dataset: { id: 'd', name: 'Data' },
    state,
    failure: null,
    created: `2026-01-01T00:00:0${id.length}.000Z`,
    started: null,
    ended: null,
    epochs: 2,
    batchSize: 32,
    learningRate: 0.001,
    optimizer: 'adam',
    seed: 1,
    parameters: 10,
    engine: null,
    checkpoint: null,
    latest: {},
    test: null,
    seconds: 0,
    samplesPerSecond: 0,
    peakBytes: 0,
    ...rest,
  };
}

type Heard = (payload: never, bytes: Uint8Array) => void;

/** Answers as the core would, and lets a test hold an answer back. */
class Wire {
  runs: RunSummary[] = [];
  metrics: Metric[] = [];
  asked: string[] = [];
  hold: Promise<void> | null = null;
  refuse = false;
  #listeners = new Map<EventName, Heard[]>();

  request = async <N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> => {
    this.asked.push(name);
    await this.hold;
    const answers: Partial<Record<RequestName, () => unknown>> = {
      'runs.list': () => this.runs,
      'runs.get': () => ({
        run: this.runs.find((each) => each.id === (input as { run: string }).run),
        project: emptyProject('Mine'),
      }),
      'runs.start': () => ({ run: 'new' }),
      'runs.pause': () => undefined,
    };
    const answer = answers[name];
    if (!answer || this.refuse)
      throw new Failed(failure('run-wrong-state', { run: 'x', state: 'y', wanted: 'z' }));
    return answer() as Output<N>;
  };
  requestBytes = async <N extends RequestName>(name: N, _: Input<N>) => {
    this.asked.push(name);
    await this.hold;
    const series = new RunSeries();
    series.add(this.metrics);
    const { value, bytes } = packed(series.byName);
    return { value: value as unknown as Output<N>, bytes };
  };
  on<E extends EventName>(event: E, listener: (payload: Events[E], bytes: Uint8Array) => void): () => void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener as Heard]);
    return () => undefined;
  }
  tell<E extends EventName>(event: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as never, NO_BYTES);
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
let wire: Wire;
let project: OpenProject;
let runs: ProjectRuns;

async function start(...list: RunSummary[]): Promise<void> {
  wire = new Wire();
  wire.runs = list;
  project = new OpenProject(wire, { path: PATH, project: emptyProject('Mine'), revision: '1' });
  runs = new ProjectRuns(wire, project);
  await settled();
}

describe('the runs of a project', () => {
  beforeEach(() =>
    start(
      run('a', 'finished'),
      run('bb', 'training'),
      run('ccc', 'queued'),
      run('dddd', 'training', { projectPath: '/other' }),
    ),
  );

  it('are its own, newest first; the one that trains is active and shown', () => {
    expect(runs.list.map(({ id }) => id)).toEqual(['ccc', 'bb', 'a']);
    expect(runs.active?.id).toBe('bb');
    expect(runs.shown?.id).toBe('bb');
    expect(runs.queued.map(({ id }) => id)).toEqual(['ccc']);
  });

  it('follow what the core tells', () => {
    wire.tell('run.changed', run('bb', 'finished'));
    wire.tell('run.changed', run('ccc', 'training'));
    expect(runs.active?.id).toBe('ccc');
    wire.tell('run.deleted', { run: 'ccc' });
    expect(runs.list.map(({ id }) => id)).toEqual(['bb', 'a']);
  });

  it('say what the newest waits for, while none of its project trains', () => {
    expect(runs.waiting).toBeNull();
    wire.tell('run.changed', run('bb', 'finished'));
    expect(runs.waiting?.run.id).toBe('ccc');
    expect(runs.waiting?.ahead?.id).toBe('dddd');
    wire.tell('run.changed', run('dddd', 'finished', { projectPath: '/other' }));
    expect(runs.waiting?.ahead).toBeNull();
    wire.tell('run.changed', run('ccc', 'training'));
    expect(runs.waiting).toBeNull();
  });

  it('stay shown when chosen', () => {
    runs.show('a');
    wire.tell('run.changed', run('bb', 'testing'));
    expect(runs.shown?.id).toBe('a');
  });

  it('can go on where a checkpoint is kept', () => {
    expect(runs.resumable).toBeNull();
    wire.tell(
      'run.changed',
      run('ccc', 'interrupted', { checkpoint: { step: 1, epoch: 1, bytes: 1, weights: 'w' } }),
    );
    expect(runs.resumable?.id).toBe('ccc');
  });

  it('say when the document was changed after the start, and not when a node was only moved', () => {
    expect(runs.edited).toBe(false);
    project.edit('epochs', [{ edit: 'set-training', training: { epochs: 99 } }]);
    expect(runs.edited).toBe(true);
    project.undo();
    expect(runs.edited).toBe(false);
  });

  it('tell of an edit once a run', () => {
    expect(runs.editedRun).toBeNull();
    project.edit('epochs', [{ edit: 'set-training', training: { epochs: 99 } }]);
    expect(runs.editedRun?.id).toBe('bb');
    project.edit('epochs', [{ edit: 'set-training', training: { epochs: 98 } }]);
    expect(runs.editedRun?.id).toBe('bb');
    runs.understand('bb');
    project.edit('epochs', [{ edit: 'set-training', training: { epochs: 97 } }]);
    expect([runs.edited, runs.editedRun]).toEqual([true, null]);
    wire.tell('run.changed', run('bb', 'finished'));
    expect(runs.editedRun).toBeNull();
  });

  it('say nothing of comments and colours, which are no part of what is trained', () => {
    const network = project.network.id;
    const comment = { id: 'c', text: 'Why', position: { x: 0, y: 0 }, size: { width: 200, height: 80 } };
    project.edit('comment', [{ edit: 'add-comment', network, comment }]);
    project.edit('colour', [{ edit: 'set-colour', network, of: ['c'], colour: 'merge' }]);
    expect(project.network.comments).toEqual([{ ...comment, colour: 'merge' }]);
    expect(runs.edited).toBe(false);
  });
});

describe('the numbers of a run', () => {
  const loss = (...steps: number[]): Metric[] =>
    steps.map((step) => ({ step, name: 'loss', value: step / 10 }));
  const shown = (): number[] => [...(runs.curves('bb')?.of('loss')?.points.x ?? [])];

  it('are asked for once and then follow', async () => {
    await start(run('bb', 'training'));
    wire.metrics = loss(1, 2);
    expect(runs.curves('bb')).toBeNull();
    await settled();
    wire.tell('run.metrics', { run: 'bb', metrics: loss(3, 4) });
    expect(shown()).toEqual([1, 2, 3, 4]);
    expect(wire.asked.filter((name) => name === 'runs.curves')).toHaveLength(1);
  });

  it('lose nothing that is told while the answer is on its way, and count nothing twice', async () => {
    await start(run('bb', 'training'));
    let release = (): void => undefined;
    wire.hold = new Promise((resolve) => (release = resolve));
    expect(runs.curves('bb')).toBeNull();
    wire.metrics = loss(1, 2, 3);
    wire.tell('run.metrics', { run: 'bb', metrics: loss(3, 4) });
    release();
    await settled();
    expect(shown()).toEqual([1, 2, 3, 4]);
  });

  it('come as a new object with each change, so that what is derived from it follows', async () => {
    await start(run('bb', 'training'));
    runs.curves('bb');
    await settled();
    const before = runs.curves('bb');
    wire.tell('run.metrics', { run: 'bb', metrics: loss(1) });
    expect(runs.curves('bb')).not.toBe(before);
  });
});

describe('commands', () => {
  beforeEach(() => start(run('bb', 'training')));

  it('start what the document says now, and show it', async () => {
    wire.runs = [...wire.runs];
    await runs.start();
    wire.tell('run.changed', run('new', 'preparing'));
    expect(runs.shown?.id).toBe('new');
    expect(runs.failure).toBeNull();
  });

  it('keep why one did not work until the next', async () => {
    wire.refuse = true;
    await runs.pause('bb');
    expect(runs.failure?.code).toBe('run-wrong-state');
    wire.refuse = false;
    await runs.pause('bb');
    expect(runs.failure).toBeNull();
  });
});
