/** Why a trained network makes nothing: goes into the failure `wrong-usage` as its detail. */
import { wordsOf } from './language.ts';
import { sayings } from './said.ts';

export const generateSentences = wordsOf('generating', {
  makesNothing: (recipe: string) =>
    `A network of the recipe "${recipe}" makes nothing new. Language models, sequence to sequence, GANs and variational autoencoders do.`,
  needsPrompt: (): string =>
    'This language model goes on from a text: give it a prompt of at least one token.',
  needsSource: (): string => 'Give a text to turn into another, or rows of the data set.',
  severalInputs: (names: readonly string[]) =>
    `The network reads more than one text: ${names.join(', ')}. Give rows of the data set instead.`,
  otherInputs: (): string =>
    'The network reads something besides the text that it writes, which a prompt cannot say.',
  looksAhead: (window: number) =>
    `The network also looks at tokens that come later, which are not there yet when it writes. Give it a prompt of at least ${window} tokens, as long as the texts that it learned from, or make its attention causal and its recurrent layers read forward alone.`,
  looksAheadAlways: (): string =>
    'The network also looks at tokens that come later, which are not there yet when it writes. Make the attention over what is written causal, and recurrent layers over it read forward alone.',
  noStart: (column: string) =>
    `The texts of ${column} have no token that they start with, so there is nothing to start writing from.`,
  noSampling: (): string =>
    'The network has no Sampling layer of one output, so there is no middle to draw from.',
});
export type GenerateSentences = typeof generateSentences;
export const generateReasons = sayings('generating', generateSentences);
