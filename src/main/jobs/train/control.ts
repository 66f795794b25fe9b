/** What the person or the system asked of a run: it is looked at between steps. */
import type { TrainCommand, TrainEvent, TrainStart, TrialCommand } from '../../../shared/contract/jobs.ts';
import type { Failure } from '../../../shared/words/failures.ts';
import type { Parent } from '../job.ts';

export interface Control {
  /** Null: go on. 'leave': the process was told to end (SIGTERM) or its parent is gone. */
  readonly asked: 'pause' | 'stop' | 'leave' | null;
  /** Somebody wants to see inside while it trains. */
  readonly watched: boolean;
  /** Waits for the parent's answer on a checkpoint; at once where the parent is gone. */
  kept(step: number): Promise<Failure | null>;
}

export function controlOf(
  parent: Pick<Parent<TrainCommand | TrialCommand, TrainEvent>, 'onCommand' | 'onClose' | 'connected'>,
): Control & { onStart(listener: (start: Start | TrialCommand) => void): void } {
  let asked: Control['asked'] = null;
  let watched = false;
  let onStart: ((start: Start | TrialCommand) => void) | null = null;
  let waiting: { readonly step: number; readonly answer: (failure: Failure | null) => void } | null = null;
  const answer = (failure: Failure | null): void => {
    waiting?.answer(failure);
    waiting = null;
  };
  process.on('SIGTERM', () => (asked = 'leave'));
  // Ctrl-C reaches every process of the terminal; the parent decides what it means for the run.
  process.on('SIGINT', () => undefined);
  return {
    get asked() {
      return asked;
    },
    get watched() {
      return watched;
    },
    kept: (step) =>
      new Promise((done) => {
        waiting = { step, answer: done };
        if (!parent.connected) answer(null);
      }),
    onStart(listener) {
      onStart = listener;
      parent.onClose(() => {
        asked = 'leave';
        answer(null);
      });
      parent.onCommand((command) => {
        if (command.type === 'start' || command.type === 'trial') onStart?.(command);
        else if (command.type === 'checkpoint-kept') {
          if (waiting?.step === command.step) answer(command.failure);
        } else if (command.type === 'watch') watched = command.on;
        else asked ??= command.type;
      });
    },
  };
}

export type Start = TrainStart;
