import { defineInitializer } from '../define.ts';

/** The bias of an LSTM's four gates i, f, c, o: not offered in menus, it fits nothing else. */
export const unitForgetBias = defineInitializer({
  kind: 'unitForgetBias',
  label: 'Unit forget bias',
  doc: 'Ones for the forget gate and zeros for the others: at first an LSTM remembers.',
  params: {},
  fill: (_params, [length]) =>
    Float32Array.from({ length: length! }, (_, i) => (Math.floor((4 * i) / length!) === 1 ? 1 : 0)),
});
