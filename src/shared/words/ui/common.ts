import { count, measured } from '../numbers.ts';

interface NumberLimits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly integer?: boolean | undefined;
}

/** Words that several rooms share. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  delete: 'Delete',
  rename: 'Rename…',
  save: 'Save',
  name: 'Name',
  loading: 'Loading…',
  /** What a field for a number takes. */
  numberLimits: ({ min, max, integer }: NumberLimits): string => {
    const kind = integer ? 'A whole number' : 'A number';
    const shown = (value: number): string => (Number.isInteger(value) ? count(value) : measured(value));
    if (min !== undefined && max !== undefined) return `${kind} from ${shown(min)} to ${shown(max)}`;
    if (min !== undefined) return `${kind} of ${shown(min)} or more`;
    return max === undefined ? kind : `${kind} of ${shown(max)} or less`;
  },
};
export type CommonWords = typeof common;
