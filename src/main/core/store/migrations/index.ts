import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';
import { samples } from './0002-samples.ts';

/** In order, each version one more than the one before. */
export const migrations: readonly Migration[] = [first, samples];
