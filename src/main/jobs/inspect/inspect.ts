/** Answers about a trained model. It stays loaded between questions until another one is asked about. */
import type { Prediction } from '../../../shared/contract/core.ts';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import type { Frame } from '../../../shared/contract/frames.ts';
import type { InspectEvent, InspectQuestion, ModelSource } from '../../../shared/contract/jobs.ts';
import { assertNever } from '../../../shared/result.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { rowName, rowsName } from '../../../shared/words/predictions.ts';
import type { ForwardOutputs } from '../model/forward-rows.ts';
import type { LoadedModel, loadModel } from '../model/model.ts';
import { readFeatures } from './features.ts';
import { generate } from '../generate/generate.ts';
import { exactMatches, withExactMatch } from '../generate/sequences.ts';
import { probabilities } from '../model/probabilities.ts';
import { probe } from './probe.ts';
import { rowsRead } from './windows.ts';

type LoadModel = typeof loadModel;

/** Rows handed to the model at once. */
const BATCH = 1024;

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

async function predict(
  model: LoadedModel,
  { model: { manifest }, rows, files }: Extract<InspectQuestion, { type: 'predict' }>,
): Promise<Prediction[]> {
  const reach = rowsRead(model.inputs);
  const unknown = rows.map((row) => row + reach - 1).find((last) => last >= manifest.rows);
  if (unknown !== undefined)
    throw new Failed(failure('not-found', { what: 'row', name: String(unknown + 1) }));
  const predictions: Prediction[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    const part = rows.slice(from, from + BATCH);
    const names = part.map((row) => rowsName(rowName(row), rowName(row + reach - 1)));
    predictions.push(...read(model, model.forwardRows(part), names));
  }
  for (const file of files) {
    for await (const { features, sources } of readFeatures(file, { ...model, manifest }, BATCH)) {
      predictions.push(...read(model, model.forwardRaw(features, sources.length), sources));
    }
  }
  return predictions;
}

/** One prediction for each source and output of the network. */
function read(model: LoadedModel, { outputs }: ForwardOutputs, sources: readonly string[]): Prediction[] {
  return sources.flatMap((source, row) =>
    model.outputs.map(({ node, name }): Prediction => {
      const { values } = outputs[node]!;
      const output = model.outputs.length > 1 ? name : null;
      const width = values.length / sources.length;
      const own = [...values.subarray(row * width, (row + 1) * width)];
      const target = model.preprocessing.targets[node];
      if (target?.type !== 'category') return { source, output, values: own, classes: null, best: null };
      const parts = probabilities(model, node, own);
      const best = parts.indexOf(Math.max(...parts));
      return { source, output, values: parts, classes: target.classes, best: target.classes[best] ?? null };
    }),
  );
}
