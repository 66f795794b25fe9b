/** Who trains shows a look now and then while somebody watches. */
import type { TrainEvent } from '../../../shared/contract/jobs.ts';
import type { Control } from './control.ts';
import { describe } from './sight.ts';
import type { Trainer } from './trainer.ts';

/** At most once in so many ms. */
const EVERY = 1000;
/** Looks are so much rarer than they are long: they cost no more than a fiftieth of the time. */
const TIMES = 50;

export interface Watcher {
  /** Before a step on these rows, the step counted from 0: looks at it where it is time and somebody watches. */
  before(rows: Int32Array, step: number): void;
}

export function createWatcher(
  run: string,
  trainer: Pick<Trainer, 'look'>,
  control: Pick<Control, 'watched'>,
  send: (event: TrainEvent, bytes: Uint8Array) => void,
  now: () => number = () => performance.now(),
): Watcher {
  let next = 0;
  let looks = 0;
  return {
    before(rows, step) {
      if (!control.watched) return;
      const began = now();
      if (began < next) return;
      const sight = trainer.look(rows, step);
      if (!sight) return;
      const { nodes, bytes } = describe(sight);
      send({ type: 'watched', watched: { run, step: step + 1, nodes } }, bytes);
      looks += 1;
      const ended = now();
      // In the first look TensorFlow makes its plan of it: the others say what a look costs.
      next = looks === 1 ? ended + EVERY : Math.max(began + EVERY, ended + TIMES * (ended - began));
    },
  };
}
