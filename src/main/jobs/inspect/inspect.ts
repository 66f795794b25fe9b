/** Answers about a trained model. It stays loaded between questions until another one is asked about. */
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import type { Frame } from '../../../shared/contract/frames.ts';
import type { InspectEvent, InspectQuestion, ModelSource } from '../../../shared/contract/jobs.ts';
import { assertNever } from '../../../shared/result.ts';
import { Failed } from '../../../shared/words/failures.ts';
import type { LoadedModel, loadModel } from '../model/model.ts';
import { generate } from '../generate/generate.ts';
import { exactMatches, withExactMatch } from '../generate/sequences.ts';
import { predict } from './predict.ts';
import { predictTable } from './predict-table.ts';
import { probe } from './probe.ts';

type LoadModel = typeof loadModel;

export interface Inspector {
  answer(command: InspectQuestion): Promise<Frame<InspectEvent>>;
  /** Ends the writing that the question of this number asked for, also where it has not begun. */
  cancel(id: number): void;
}

/**
 * One question after the other, but that a long one lets those that wait go first; what a person got wrong comes back as a
 * failure. `tell` hears of a text as it grows.
 */
export function inspector(load: LoadModel, tell: (event: InspectEvent) => void): Inspector {
  const models = keepLast(load);
  const cancelled = new Map<number, boolean>();
  const turn = turns();
  const answer = async (command: InspectQuestion): Promise<Frame<InspectEvent>> => {
    const { id } = command;
    await turn.take();
    try {
      const model = await models(command.model);
      switch (command.type) {
        case 'evaluate': {
          const evaluation = await model.evaluate(command.split);
          const exact = await exactMatches(command.model, model.rowsOf(command.split), async () => {
            await turn.pass();
            return cancelled.get(id) === true ? null : models(command.model);
          });
          return said({ type: 'evaluation', id, evaluation: withExactMatch(evaluation, exact) });
        }
        case 'predict':
          return said({ type: 'predictions', id, predictions: await predict(model, command) });
        case 'predict-table': {
          const { table, bytes } = await predictTable(model, command);
          return { head: { type: 'table', id, table }, bytes };
        }
        case 'probe': {
          const { probe: head, bytes } = probe(model, command.request);
          return { head: { type: 'probe', id, probe: head }, bytes };
        }
        case 'generate': {
          const made = await generate(model, command.model, command.request, {
            written: (text) => tell({ type: 'written', id, text }),
            cancelled: () => cancelled.get(id) === true,
          });
          return { head: { type: 'generated', id, generated: made.generated }, bytes: made.bytes };
        }
        default:
          return assertNever(command);
      }
    } catch (error) {
      if (error instanceof Failed) return said({ type: 'failed', id, failure: error.failure });
      throw error;
    } finally {
      cancelled.delete(id);
      turn.end();
    }
  };
  return {
    answer(command) {
      cancelled.set(command.id, false);
      return answer(command);
    },
    cancel(id) {
      if (cancelled.has(id)) cancelled.set(id, true);
    },
  };
}

/** One at a time, in the order in which they came. */
function turns() {
  const waiting: (() => void)[] = [];
  let taken = false;
  const end = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken = false;
  };
  const take = async (): Promise<void> => {
    if (taken) await new Promise<void>((go) => waiting.push(go));
    taken = true;
  };
  return {
    take,
    end,
    /** Lets those that wait go first, and what has come since be heard. */
    async pass(): Promise<void> {
      await new Promise((heard) => setImmediate(heard));
      if (waiting.length === 0) return;
      const again = take();
      end();
      await again;
    },
  };
}

const said = (head: InspectEvent): Frame<InspectEvent> => ({ head, bytes: NO_BYTES });

function keepLast(load: LoadModel): LoadModel {
  let last: { readonly key: string; readonly model: LoadedModel } | null = null;
  return async (source) => {
    const key = modelKey(source);
    if (last?.key === key) return last.model;
    last?.model.close();
    last = null;
    const model = await load(source);
    last = { key, model };
    return model;
  };
}

const modelKey = ({ project, manifest, data, checkpoint, engine }: ModelSource): string =>
  JSON.stringify([checkpoint.sha256, checkpoint.path, manifest.hash, data, engine, project]);
