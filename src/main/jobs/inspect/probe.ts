/** Answers a look inside of a loaded model. */
import type { Probe, ProbeRequest } from '../../../shared/contract/probe.ts';
import { Failed, failure } from '../../../shared/words/failures.ts';
import type { LoadedModel } from '../model/model.ts';

/** Throws `Failed` 'not-found' where no network has such a node, or the split no such row. */
export function probe(model: LoadedModel, request: ProbeRequest): { probe: Probe; bytes: Uint8Array } {
  const { split, training, gradients, values } = request;
  const nodes = request.nodes ?? model.nodes;
  const unknown = nodes.find((node) => !model.nodes.includes(node));
  if (unknown !== undefined) throw new Failed(failure('not-found', { what: 'layer', name: unknown }));
  const all = model.rowsOf(split);
  const places = typeof request.rows === 'number' ? [...all.keys()].slice(0, request.rows) : request.rows;
  const beyond = places.find((place) => place >= all.length) ?? (places.length === 0 ? 0 : undefined);
  if (beyond !== undefined)
    throw new Failed(failure('not-found', { what: `row in the ${split} split`, name: String(beyond + 1) }));
  const rows = places.map((place) => all[place]!);
  const step = request.step ?? model.step;
  const { losses, tensors, bytes } = model.probe(rows, { nodes, gradients, training, values, step });
  const head = {
    step: model.step,
    epoch: model.epoch,
    rows,
    training,
    loss: finite(losses.reduce((sum, { loss }) => sum + loss, 0)),
    losses: losses.map(({ role, loss }) => ({ role, loss: finite(loss) })),
    tensors,
  };
  return { probe: head, bytes };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
