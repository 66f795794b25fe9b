/** A network and its weights as a `.keras` file (version 3): a zip, not compressed, of two JSON files and one HDF5. */
import { strToU8, zipSync } from 'fflate';
import type { WeightValues } from '../../../../shared/kinds/define.ts';
import { kerasParts } from '../../../../shared/kinds/keras-parts.ts';
import type { ModelMetadata } from '../metadata.ts';
import { kerasPass } from '../../../../shared/network/keras-pass.ts';
import { exportNames } from '../plan.ts';
import type { ExportPlan } from '../plan.ts';
import { kerasConfig } from './config.ts';
import { kerasGraph, kerasGroups, kerasOrder } from './order.ts';
import { writeWeights } from './weights.ts';
import type { WeightGroup } from './weights.ts';

/** The Keras whose format this is; kept in the file's metadata. */
const KERAS_VERSION = '3.15.1';

export const METADATA_FILE = 'metadata.json';
export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.weights.h5';

export async function writeKeras(
  exported: ExportPlan,
  weights: Readonly<Record<string, WeightValues>>,
  metadata: ModelMetadata,
  { name, date }: { readonly name: string; readonly date: Date },
): Promise<Uint8Array> {
  const plan = kerasPlan(exported);
  const byId = new Map(plan.nodes.map((facts) => [facts.node.id, facts]));
  const order = kerasOrder(kerasGraph(plan)).map((id) => byId.get(id)!);
  const layers = order
    .map((facts) => ({
      layer: plan.names.get(facts.node.id)!,
      own: weights[facts.node.id] ?? {},
      keras: facts.kind.keras(facts.params, facts.inputs)!,
    }))
    .filter(({ keras }) => keras.operation === undefined);
  const groupNames = kerasGroups(layers.map(({ keras }) => keras.className));
  const groups: WeightGroup[] = layers.map(({ layer, own, keras }, i) => ({
    group: groupNames[i]!,
    layer,
    parts: new Map(
      kerasParts(keras).map(([part, names]) => [
        part,
        names.map((weight) => own[weight] ?? keras.constants![weight]!),
      ]),
    ),
  }));
  const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value));
  return zipSync(
    {
      [METADATA_FILE]: json({
        keras_version: KERAS_VERSION,
        date_saved: date.toISOString().slice(0, 19).replace('T', '@'),
        neuroloom: metadata,
      }),
      [CONFIG_FILE]: json(kerasConfig(plan, order, name)),
      [WEIGHTS_FILE]: await writeWeights(groups),
    },
    { level: 0, mtime: date },
  );
}

/** The plan in layers that Keras has, those that are no layers of ours named too. */
function kerasPlan(plan: ExportPlan): ExportPlan {
  const { nodes, ...rest } = kerasPass(plan);
  const added = nodes.filter(({ node }) => !plan.names.has(node.id)).map(({ node }) => node);
  return { ...rest, nodes, names: exportNames(added, plan.names) };
}
