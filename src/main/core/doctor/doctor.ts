import type { Check } from '../../../shared/contract/core.ts';

export function doctorReport(_workspace: string): Promise<readonly Check[]> {
  return Promise.resolve([]);
}
