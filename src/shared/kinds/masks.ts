import type { AnyLayer } from './define.ts';

/** As in Keras: what these give are not the time steps that came in, so they end a mask; all others hand it on. */
export const endsMask = ({ group, kind }: AnyLayer): boolean =>
  group === 'convolution' || group === 'pooling' || group === 'shape' || kind === 'dot';
