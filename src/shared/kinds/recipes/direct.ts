/** What the recipes share that train one network on the losses of its outputs. */
const NETWORK = 'network';

export const direct = {
  roles: [{ name: NETWORK, label: 'Network', doc: 'From the inputs to the outputs.' }],
  result: NETWORK,
  noise: false,
  stride: () => null,
  reads: () => null,
  summed: false,
  updates: () => [{ name: 'step', trains: NETWORK, batch: 0 }],
  series: [],
  judge: null,
} as const;
