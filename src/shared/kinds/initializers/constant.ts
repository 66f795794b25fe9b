import { defineInitializer } from '../define.ts';
import { zeros } from './zeros.ts';

export const constant = defineInitializer({
  kind: 'constant',
  label: 'Constant',
  doc: 'Every value 0, which is the constant that Keras takes if none is given.',
  fill: zeros.fill,
});
