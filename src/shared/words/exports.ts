/** Why a network cannot be written in a format: what follows "The export failed: …". */
export const exportWords = {
  sharedWeights:
    'a group repeats its layers with shared weights, which a Keras file as this version writes it cannot hold. Export to ONNX',
} as const;
