import type { layers } from '../../../../kinds/layers/index.ts';
import type { PortsWords, WordsOf } from '../types.ts';

export type LayersWords = WordsOf<typeof layers, PortsWords>;
