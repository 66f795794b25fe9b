/** Why a network cannot be written in a format: what follows "The export failed: …". */
export const exportWords = {
  statesOfBoth: (layer: string): string =>
    `${layer} reads in both directions and its states are connected; Keras keeps those of each direction apart. Use one layer forward and one backward`,
} as const;
