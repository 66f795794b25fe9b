import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';

/** In order, each version one more than the one before. */
export const migrations: readonly Migration[] = [first];
