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
  /** Where training ends after so many steps: looks at what they led to, on these rows. */
  after(rows: Int32Array, steps: number): void;
}

export function createWatcher(
  run: string,
  trainer: Pick<Trainer, 'look'>,
  control: Pick<Control, 'watched'>,
  send: (event: TrainEvent, bytes: Uint8Array) => void,
  now: () => number = () => performance.now(),
): Watcher {
  let next = 0;
  /** What the first look took, which made the others possible, as far as the time since then has not paid for it. */
  let owed: number | null = null;
  /** False where a step has too few rows. */
  const show = (rows: Int32Array, step: number, shown: number): boolean => {
    const sight = trainer.look(rows, step);
    if (!sight) return false;
    const { nodes, bytes } = describe(sight);
    send({ type: 'watched', watched: { run, step: shown, nodes } }, bytes);
    return true;
  };
  return {
    before(rows, step) {
      if (!control.watched) return;
      const began = now();
      if (began < next) return;
      if (!show(rows, step, step + 1)) return;
      const took = now() - began;
      const own = owed === null ? 0 : took;
      owed ??= took;
      // Of what looks may cost, up to half goes into what is owed.
      const wait = Math.max(EVERY, TIMES * (own + Math.min(own, owed)));
      owed = Math.max(0, owed - (wait / TIMES - own));
      next = began + took + wait;
    },
    after(rows, steps) {
      if (control.watched) show(rows, steps - 1, steps);
    },
  };
}
