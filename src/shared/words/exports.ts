/** Why a network cannot be written in a format: what follows "The export failed: …". */
export const exportWords = {
  statesOfBoth: (layer: string): string =>
    `${layer} reads in both directions and its states are connected; Keras keeps those of each direction apart. Use one layer forward and one backward`,
  maskInOnnx: (layer: string, maker: string): string =>
    `${layer} skips the steps that ${maker} masks, which ONNX' recurrent layers cannot. Export to Keras, or train without the mask`,
} as const;
