/** What a run keeps of its state while it trains: checkpoints, and the weights of its best epoch. */
import { failure, Failed } from '../../../shared/words/failures.ts';
import type { Checkpoint, EpochSums } from '../checkpoint/checkpoint.ts';
import type { NamedTensor } from '../checkpoint/safetensors.ts';
import { allFinite } from './finite.ts';
import type { Keeper } from './keep.ts';
import type { Prepared } from './prepare.ts';

export interface RunState {
  /** Begins to keep the state in a checkpoint, unless that of the same place was kept last. */
  keep(place: Place, sums: EpochSums): Promise<void>;
  /** After so many epochs, whose numbers the course has taken in. */
  epochEnded(epoch: number): void;
  /** Puts back the weights of the best epoch, where early stopping looks for it. */
  restoreBest(): void;
}

type Place = Pick<Checkpoint, 'step' | 'epoch'>;
const nameOf = ({ step, epoch }: Place): string => `${step}/${epoch}`;

export function createRunState(
  { trainer, course, options, begin, resumed }: Prepared,
  perEpoch: number,
  keeper: Pick<Keeper, 'begin'>,
): RunState {
  /** The place of the last checkpoint; null before the first. */
  let kept: string | null = resumed ? nameOf(begin) : null;
  const isBest = (epoch: number): boolean => course.state.best?.epoch === epoch;
  let best = begin.best ?? (isBest(begin.epoch) ? weightsIn(options.state) : null);
  return {
    async keep(place, sums) {
      if (kept === nameOf(place)) return;
      const { step, epoch } = place;
      const tensors = trainer.state();
      // The next step's loss would not be.
      if (![...tensors.values()].every(({ values }) => allFinite(values)))
        throw new Failed(failure('loss-not-finite', { step: step + 1 }));
      // These weights are the best themselves right after their epoch, and at the end.
      const areBest = course.state.restored || (isBest(epoch) && step === epoch * perEpoch);
      await keeper.begin({
        tensors,
        step,
        epoch,
        seed: options.seed,
        sums,
        preprocessing: begin.preprocessing,
        course: course.state,
        best: areBest ? null : best,
      });
      kept = nameOf(place);
    },
    epochEnded(epoch) {
      if (isBest(epoch)) best = weightsIn(trainer.state());
    },
    restoreBest() {
      if (!best || course.state.restored) return;
      trainer.restore(best);
      course.restored();
      kept = null;
    },
  };
}

const weightsIn = (state: ReadonlyMap<string, NamedTensor>): ReadonlyMap<string, NamedTensor> =>
  new Map([...state].filter(([name]) => name.startsWith('weights/')));
