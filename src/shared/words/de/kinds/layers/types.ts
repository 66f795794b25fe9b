import type { layers } from '../../../../kinds/layers/index.ts';
import type { PortsWords } from '../../../kinds.ts';
import type { WordsOf } from '../types.ts';

export type LayersWords = WordsOf<typeof layers, PortsWords>;
