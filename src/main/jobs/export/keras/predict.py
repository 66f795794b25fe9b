"""Loads `.keras` files and predicts with them, as a person would with Keras alone.

python predict.py FOLDER... : each holds model.keras, rows.json (the shape of each input, batch first, in the model's
order) and input-0.f32, ...; writes output-0.f32, ..., shapes.json (of each output) and again.keras, the model as Keras
saves it, beside them.
"""

import json
import pathlib
import sys

import keras
import numpy as np

for folder in map(pathlib.Path, sys.argv[1:]):
    model = keras.saving.load_model(folder / "model.keras")
    shapes = json.loads((folder / "rows.json").read_text())
    inputs = [np.fromfile(folder / f"input-{i}.f32", "<f4").reshape(shape) for i, shape in enumerate(shapes)]
    outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    outputs = [keras.ops.convert_to_numpy(output) for output in outputs]
    for i, output in enumerate(outputs):
        output.astype("<f4").tofile(folder / f"output-{i}.f32")
    (folder / "shapes.json").write_text(json.dumps([output.shape for output in outputs]))
    model.save(folder / "again.keras")
