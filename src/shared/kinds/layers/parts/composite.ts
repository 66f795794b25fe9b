/** What the kind of a composite layer has in place of what a layer computes: its parts have it. */
const replaced = (): never => {
  throw new Error(
    'A composite layer is replaced by what it is made of (expandNetwork) before it is computed',
  );
};

export const composite = {
  infer: replaced,
  weights: replaced,
  multiplyAdds: replaced,
  forward: replaced,
  keras: replaced,
  fromKeras: null,
  onnx: replaced,
} as const;
