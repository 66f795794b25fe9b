/** What the sample projects say of themselves. English stands in their index; another language says it by their ids. */
import { wordsOf } from './language.ts';

export type SamplesWords = Readonly<
  Record<string, { readonly name?: string; readonly description: string; readonly when: string }>
>;

const table = wordsOf<SamplesWords>('samples', {});

export const sampleWords = <S extends { readonly id: string }>(sample: S): S => ({
  ...sample,
  ...table[sample.id],
});
