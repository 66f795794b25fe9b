/** The way back: a `.keras` file as a network of our kinds with its weights. */
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import type { WeightValues } from '../../../../shared/kinds/define.ts';
import { kerasParts } from '../../../../shared/kinds/keras-parts.ts';
import { sameShape } from '../../../../shared/kinds/shape.ts';
import type { Network } from '../../../../shared/network/document.ts';
import { inferNetwork } from '../../../../shared/network/infer.ts';
import type { Inferred } from '../../../../shared/network/infer.ts';
import { problemText } from '../../../../shared/words/problems.ts';
import { metadataSchema } from '../metadata.ts';
import type { ModelMetadata } from '../metadata.ts';
import { configSchema } from './config.ts';
import { checkMasks } from './masks.ts';
import { graphOf, networkOf } from './network.ts';
import { kerasGroups, kerasOrder } from './order.ts';
import { readWeights } from './weights.ts';
import { CONFIG_FILE, METADATA_FILE, WEIGHTS_FILE } from './write.ts';

export interface KerasModel {
  /** Node ids are the layers' names, of a layer's further calls as `callId` has them; `output-1`, … stand for the model's outputs. */
  readonly network: Network;
  readonly inferred: Inferred;
  readonly weights: Readonly<Record<string, WeightValues>>;
  /** Null where another program wrote the file. */
  readonly metadata: ModelMetadata | null;
}

/** Throws, naming the layer, where the file is broken or holds what no kind here can express. */
export async function readKeras(bytes: Uint8Array): Promise<KerasModel> {
  const files = unzipSync(bytes);
  const file = (name: string): Uint8Array => {
    const found = files[name];
    if (!found) throw new Error(`the file holds no ${name}`);
    return found;
  };
  const json = (name: string): unknown => JSON.parse(strFromU8(file(name)));
  const config = configSchema.parse(json(CONFIG_FILE));
  const network = networkOf(config);
  const inferred = inferNetwork(network);
  const [problem] = inferred.problems;
  if (problem) throw new Error(problemText(problem));
  checkMasks(config, inferred);
  const metadata = z.object({ neuroloom: metadataSchema.optional() }).parse(json(METADATA_FILE));
  return {
    network,
    inferred,
    weights: await weightsOf(kerasOrder(graphOf(config)), inferred, file(WEIGHTS_FILE)),
    metadata: metadata.neuroloom ?? null,
  };
}

/** `order`: the layers' names as their groups are numbered. */
async function weightsOf(
  order: readonly string[],
  { order: nodes, byId }: Inferred,
  bytes: Uint8Array,
): Promise<Record<string, WeightValues>> {
  const groups = await readWeights(bytes);
  // Layers without weights may be missing here; their groups are empty, and each class has its own numbers.
  const owners = order.flatMap((id) => byId.get(id) ?? []);
  const kerasLayers = owners.map(({ kind, params, inputs }) => kind.keras(params, inputs)!);
  const names = kerasGroups(kerasLayers.map(({ className }) => className));
  const byLayer = Object.fromEntries(
    owners.map(({ node, weights }, i) => {
      const stored = groups.get(names[i]!);
      const { constants = {} } = kerasLayers[i]!;
      const values = kerasParts(kerasLayers[i]!).flatMap(([part, own]) =>
        own.flatMap((weight, at) => {
          const found = stored?.get(part)?.[at];
          const constant = constants[weight];
          if (!found || !sameShape(found.shape, (constant ?? weights[weight]!).shape))
            throw new Error(`${node.name} has no ${weight} of the shape that it needs`);
          if (!constant) return [[weight, found] as const];
          if (found.values.some((value, j) => value !== constant.values[j]))
            throw new Error(`${node.name} has a ${weight} that this version cannot express`);
          return [];
        }),
      );
      return [node.id, Object.fromEntries(values)];
    }),
  );
  return Object.fromEntries(
    nodes.map(({ node: { id, weightsOf: owner } }) => [id, byLayer[owner ?? id] ?? {}]),
  );
}
