/** A network and its weights as a `.keras` file (version 3): a zip, not compressed, of two JSON files and one HDF5. */
import { strToU8, zipSync } from 'fflate';
import type { WeightValues } from '../../../../shared/kinds/define.ts';
import { kerasParts } from '../../../../shared/kinds/keras-parts.ts';
import type { ModelMetadata } from '../metadata.ts';
import type { ExportPlan } from '../plan.ts';
import { kerasConfig } from './config.ts';
import { kerasGroups, kerasOrder } from './order.ts';
import { writeWeights } from './weights.ts';
import type { WeightGroup } from './weights.ts';

/** The Keras whose format this is; kept in the file's metadata. */
const KERAS_VERSION = '3.15.1';

export const METADATA_FILE = 'metadata.json';
export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.weights.h5';

export async function writeKeras(
  plan: ExportPlan,
  weights: Readonly<Record<string, WeightValues>>,
  metadata: ModelMetadata,
  { name, date }: { readonly name: string; readonly date: Date },
): Promise<Uint8Array> {
  const layers = kerasOrder(plan).map((facts) => ({
    layer: plan.names.get(facts.node.id)!,
    own: weights[facts.node.id] ?? {},
    keras: facts.kind.keras(facts.params, facts.inputs)!,
  }));
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
      [CONFIG_FILE]: json(kerasConfig(plan, name)),
      [WEIGHTS_FILE]: await writeWeights(groups),
    },
    { level: 0, mtime: date },
  );
}
