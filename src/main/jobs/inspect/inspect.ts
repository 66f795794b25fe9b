/** Answers about a trained model. It stays loaded between questions until another one is asked about. */
import type { Prediction } from '../../../shared/contract/core.ts';
import { NO_BYTES } from '../../../shared/contract/frames.ts';
import type { Frame } from '../../../shared/contract/frames.ts';
import type { InspectCommand, InspectEvent, ModelSource } from '../../../shared/contract/jobs.ts';
import { assertNever } from '../../../shared/result.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import { rowName } from '../../../shared/words/predictions.ts';
import type { ForwardOutputs, LoadedModel, loadModel } from '../model/model.ts';
import { readFeatures } from './features.ts';
import { probe } from './probe.ts';

type LoadModel = typeof loadModel;

/** Rows handed to the model at once. */
const BATCH = 1024;

/** One question after the other; what a person got wrong comes back as a failure. */
export function inspector(load: LoadModel): (command: InspectCommand) => Promise<Frame<InspectEvent>> {
  const models = keepLast(load);
  let before: Promise<unknown> = Promise.resolve();
  const answer = async (command: InspectCommand): Promise<Frame<InspectEvent>> => {
    const { id } = command;
    try {
      const model = await models(command.model);
      switch (command.type) {
        case 'evaluate':
          return said({ type: 'evaluation', id, evaluation: await model.evaluate(command.split) });
        case 'predict':
          return said({ type: 'predictions', id, predictions: await predict(model, command) });
        case 'probe': {
          const { probe: head, bytes } = probe(model, command.request);
          return { head: { type: 'probe', id, probe: head }, bytes };
        }
        default:
          return assertNever(command);
      }
    } catch (error) {
      if (error instanceof Failed) return said({ type: 'failed', id, failure: error.failure });
      throw error;
    }
  };
  return (command) => {
    const answered = before.then(() => answer(command));
    // A question that ends in a bug is reported by its own promise.
    before = answered.catch(() => undefined);
    return answered;
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
  { model: { manifest }, rows, files }: Extract<InspectCommand, { type: 'predict' }>,
): Promise<Prediction[]> {
  const unknown = rows.find((row) => row >= manifest.rows);
  if (unknown !== undefined)
    throw new Failed(failure('not-found', { what: 'row', name: String(unknown + 1) }));
  const predictions: Prediction[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    const part = rows.slice(from, from + BATCH);
    predictions.push(...read(model, model.forwardRows(part), part.map(rowName)));
  }
  for (const file of files) {
    for await (const { features, sources } of readFeatures(file, model.preprocessing, manifest, BATCH)) {
      predictions.push(...read(model, model.forwardRaw(features, sources.length), sources));
    }
  }
  return predictions;
}

/** One prediction for each source and output of the network. */
function read(model: LoadedModel, { outputs }: ForwardOutputs, sources: readonly string[]): Prediction[] {
  return sources.flatMap((source, row) =>
    Object.entries(outputs).map(([node, { values }]): Prediction => {
      const width = values.length / sources.length;
      const own = [...values.subarray(row * width, (row + 1) * width)];
      const target = model.preprocessing.targets[node];
      if (target?.type !== 'category') return { source, values: own, classes: null, best: null };
      const probabilities = endsInSoftmax(model, node) ? own : softmax(own);
      const best = probabilities.indexOf(Math.max(...probabilities));
      return { source, values: probabilities, classes: target.classes, best: target.classes[best] ?? null };
    }),
  );
}

/** Without a softmax at its end a network gives scores, not probabilities. */
function endsInSoftmax({ network }: LoadedModel, output: string): boolean {
  const edge = network.edges.find(({ to }) => to.node === output);
  const last = network.nodes.find(({ id }) => id === edge?.from.node);
  return last?.params['activation'] === 'softmax';
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
