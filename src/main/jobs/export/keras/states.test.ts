/** States and masks of a `.keras` file by our own reader alone; Keras runs the same networks in keras.system.test.ts. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, expect, it } from 'vitest';
import type { Network } from '../../../../shared/network/document.ts';
import type { TensorFlowRuntime } from '../../tensorflow/engine.ts';
import { contextOf, nativeRuntime, randomInputs } from '../contract/contract.fixture.ts';
import { bothStates, furnish, maskedStates } from '../contract/networks.fixture.ts';
import { passNetwork } from '../pass.ts';
import { planExport } from '../plan.ts';
import type { KerasConfig } from './config.ts';
import { readKeras } from './read.ts';
import { CONFIG_FILE, writeKeras } from './write.ts';

const METADATA = { format: 'neuroloom-model-1' as const, inputs: [], outputs: [], epoch: 1, step: 1 };
let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await nativeRuntime();
});

const written = (network: Network): Promise<Uint8Array> => {
  const { inferred, weights } = furnish(network, 1);
  return writeKeras(planExport(network, inferred), weights, METADATA, { name: 'network', date: new Date() });
};
function changed(bytes: Uint8Array, change: (config: KerasConfig['config']) => void): Uint8Array {
  const files = unzipSync(bytes);
  const model = JSON.parse(strFromU8(files[CONFIG_FILE]!)) as KerasConfig;
  change(model.config);
  return zipSync({ ...files, [CONFIG_FILE]: strToU8(JSON.stringify(model)) });
}
const kindsOf = ({ nodes }: Network): string[] => nodes.map(({ kind }) => kind).sort();

it('reads the layers that were drawn, and none that cut and join their states', async () => {
  for (const network of [...bothStates, maskedStates]) {
    const read = await readKeras(await written(network));
    expect(kindsOf(read.network)).toEqual(kindsOf(network));
  }
});

it('reads the state of one direction alone', async () => {
  const [network] = bothStates;
  const bytes = changed(await written(network!), (config) => {
    config.output_layers = [
      ['LSTM_2', 0, 0],
      ['LSTM_2', 0, 3],
      ['LSTM_2', 0, 1],
    ];
  });
  const read = await readKeras(bytes);
  const { inferred, weights } = furnish(network!, 1);
  const rows = randomInputs([2, 4, 2], 'input', undefined);
  const wanted = passNetwork(contextOf(runtime, false), inferred, weights, { n0: rows }, 2)['n4']![0]!;
  const found = passNetwork(contextOf(runtime, false), read.inferred, read.weights, { Input_0: rows }, 2);
  const halves = [1, 0].map((backward) => {
    const of = (row: number): Float32Array =>
      wanted.values.slice(row * 6 + backward * 3, row * 6 + backward * 3 + 3);
    return Float32Array.of(...of(0), ...of(1));
  });
  expect(found['output-2']![0]!.values).toEqual(halves[0]);
  expect(found['output-3']![0]!.values).toEqual(halves[1]);
});

it('refuses states that Keras would compute without the mask, or with another', async () => {
  const bytes = await written(maskedStates);
  const call = (config: KerasConfig['config'], layer: string): { kwargs: Record<string, unknown> } =>
    config.layers.find(({ name }) => name === layer)!.inbound_nodes[0]!;
  const without = changed(bytes, (config) => delete call(config, 'LSTM_5').kwargs['mask']);
  const other = changed(bytes, (config) => {
    call(config, 'LSTM_5').kwargs['mask'] = call(config, 'GRU_7').kwargs['mask'];
  });
  for (const file of [without, other])
    await expect(readKeras(file)).rejects.toThrow('LSTM_5 has a mask that this version cannot express');
});
