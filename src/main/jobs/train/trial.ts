/** How fast a project trains with an engine: its own steps for a moment, of which nothing is kept. */
import type { TrialCommand, TrialEvent } from '../../../shared/contract/jobs.ts';
import type { Engine } from '../../../shared/contract/runs.ts';
import { epochSamples } from '../model/data.ts';
import { prepareRun } from './prepare.ts';
import { stepsTogether } from './trainer.ts';

/** Before the clock starts: the library lays its memory out in the first steps. */
const WARM_UP = { steps: 2, milliseconds: 300 };

export async function runTrial(
  { seconds, ...trial }: TrialCommand,
  send: (event: TrialEvent) => void,
): Promise<void> {
  let engine: Engine | null = null;
  const start = {
    ...trial,
    type: 'start',
    run: 'trial',
    checkpoints: '',
    checkpointEvery: { epochs: 0, steps: 0 },
    engine: null,
    resume: null,
  } as const;
  const { data, trainer } = await prepareRun(start, (event) => {
    if (event.type === 'engine') engine = event.engine;
  });
  const { batchSize, learningRate, seed } = trial.project.training;
  const order = epochSamples(data, seed, 0);
  const size = Math.min(batchSize, order.length);
  const batches = Math.floor(order.length / size);
  const rowsOf = (step: number, count = 1): Int32Array => {
    const from = (step % batches) * size;
    return order.slice(from, from + count * size);
  };
  let [step, expected] = [0, 0];
  /** Steps until so much time has passed, and as many as asked for; answers how many a second. */
  const steps = (least: number, milliseconds: number): number => {
    const began = performance.now();
    const first = step;
    do {
      while (trainer.expect(rowsOf(expected))) expected += 1;
      const count = stepsTogether(trainer, batches - (step % batches));
      trainer.step(rowsOf(step, count), step, ...Array<number>(count).fill(learningRate));
      step += count;
    } while (step - first < least || performance.now() - began < milliseconds);
    return ((step - first) * 1000) / (performance.now() - began);
  };
  steps(WARM_UP.steps, WARM_UP.milliseconds);
  const samplesPerSecond = steps(1, seconds * 1000) * size;
  trainer.close();
  data.close();
  send({ type: 'trial', engine: engine!, samplesPerSecond });
}
