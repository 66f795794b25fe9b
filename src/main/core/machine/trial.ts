/** Tries engines on a project, each in a process of its own, because TensorFlow reads its threads when it is loaded. */
import type { TrainStart, TrialCommand, TrialEvent } from '../../../shared/contract/jobs.ts';
import type { Trial, TrialChoice } from '../../../shared/contract/machine.ts';
import { hasMovingWeights, inferNetwork } from '../../../shared/network/infer.ts';
import type { Project } from '../../../shared/network/document.ts';
import { multiplyAddsOf, shardsByRule } from '../../../shared/network/shards.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { Broadcast } from '../events.ts';
import { startJob } from '../job-process.ts';
import type { JobProcess } from '../job-process.ts';

const SECONDS_EACH = 2;

export interface Trials {
  state(): Trial | null;
  /** Throws Failed 'machine-busy' where something trains. */
  start(start: TrialStart): Trial;
  cancel(): void;
  active(): number;
  onIdle(listener: () => void): void;
}
export type TrialStart = Pick<TrainStart, 'project' | 'manifest' | 'data'>;

export interface TrialsNeeds {
  readonly events: Broadcast;
  readonly workspace: string;
  readonly cores: number;
  readonly threads: number;
  /** The train job's entry file. */
  job(): string;
  /** Runs that train or wait. */
  training(): number;
}

export function openTrials(needs: TrialsNeeds): Trials {
  const idleListeners: (() => void)[] = [];
  let trial: Trial | null = null;
  let job: JobProcess<TrialCommand, TrialEvent> | null = null;

  const change = (next: Trial): Trial => {
    trial = next;
    needs.events.emit('trial.changed', next);
    return next;
  };
  const going = (): boolean => trial?.state === 'running';
  const tryOne = (
    start: TrialStart,
    { threads, shards, precision }: TrialChoice,
  ): Promise<Partial<TrialChoice>> =>
    new Promise((resolve) => {
      let found: Partial<TrialChoice> | null = null;
      const own = (job = startJob<TrialCommand, TrialEvent>(needs.job(), needs.workspace));
      own.onEvent((event) => {
        found =
          event.type === 'trial'
            ? { samplesPerSecond: event.samplesPerSecond, shards: event.engine.shards }
            : { failure: event.failure };
        own.end(2000);
      });
      own.onExit(({ words }) =>
        resolve(found ?? { failure: failure('job-died', { job: 'trial', detail: words }) }),
      );
      own.send({
        type: 'trial',
        ...start,
        request: { backend: 'native', threads, shards, precision },
        seconds: SECONDS_EACH,
      });
    });
  const tryAll = async (start: TrialStart): Promise<void> => {
    for (let i = 0; i < trial!.choices.length; i++) {
      const found = await tryOne(start, trial!.choices[i]!);
      if (!going()) break;
      change({
        ...trial!,
        choices: trial!.choices.map((choice, j) => (j === i ? { ...choice, ...found } : choice)),
      });
    }
    if (going()) change({ ...trial!, state: 'done' });
    for (const listener of idleListeners) listener();
  };

  return {
    state: () => trial,
    start(start) {
      if (going()) return trial!;
      if (needs.training() > 0) throw new Failed(failure('machine-busy', {}));
      const choices = trialChoices(start.project, needs.cores, needs.threads);
      change({ state: 'running', project: start.project.name, choices });
      void tryAll(start);
      return trial!;
    },
    cancel() {
      if (!going()) return;
      change({ ...trial!, state: 'cancelled' });
      job?.kill();
    },
    active: () => (going() ? 1 : 0),
    onIdle: (listener) => void idleListeners.push(listener),
  };
}

/** From one thread to all of them, with the batch whole and cut; the rule's own choice is among them, in both precisions. */
export function trialChoices(project: Project, cores: number, threads: number): TrialChoice[] {
  const { batchSize } = project.training;
  const networks = project.networks.map((network) => inferNetwork(network));
  const whole = networks.some(({ order }) =>
    order.some(({ node, weights }) => node.trainable && hasMovingWeights(weights)),
  );
  const shardsOf = (count: number): number =>
    whole ? 1 : shardsByRule(count, batchSize, multiplyAddsOf(networks));
  const half = Math.floor(cores / 2);
  const counts = [...new Set([1, ...(half > 1 ? [half] : []), cores, threads])].sort((a, b) => a - b);
  const rule = { threads: cores, shards: shardsOf(cores) };
  const untried = { samplesPerSecond: null, failure: null };
  const wide = counts
    .flatMap((count) => [...new Set([1, shardsOf(count)])].map((shards) => ({ threads: count, shards })))
    .map((choice): TrialChoice => ({
      ...choice,
      precision: 'float32',
      byRule: choice.threads === rule.threads && choice.shards === rule.shards,
      ...untried,
    }));
  return [...wide, { ...rule, precision: 'bfloat16', byRule: false, ...untried }];
}
