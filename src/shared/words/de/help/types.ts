import type { HelpText } from '../../help/terms.ts';

/** A text for each; `also` has other names in German and the English ones, so that a search finds both. */
export type Translated<E> = {
  readonly [K in keyof E]: E[K] extends { readonly also: string }
    ? HelpText & { readonly also: string }
    : HelpText;
};
