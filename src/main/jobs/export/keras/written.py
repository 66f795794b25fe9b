"""Runs Keras code that the app wrote, and tells whether it is the model that the app exported.

python written.py FOLDER... : each holds model.py and model.keras; writes written.json, the largest difference between what
the two compute of the same random rows with the same weights, what the layers of each add to the loss then, and the
parameters of the code's model.
"""

import json
import pathlib
import sys

import keras
import numpy as np


def outputs_of(model, rows):
    made = model(rows if len(rows) > 1 else rows[0], training=False)
    made = made if isinstance(made, (list, tuple)) else [made]
    return [keras.ops.convert_to_numpy(output) for output in made]


for folder in map(pathlib.Path, sys.argv[1:]):
    names = {}
    exec((folder / "model.py").read_text(), names)
    written, exported = names["model"], keras.saving.load_model(folder / "model.keras")
    written.set_weights(exported.get_weights())
    random = np.random.default_rng(1)
    rows = [random.integers(0, 2, (3, *each.shape[1:])).astype("float32") for each in written.inputs]
    pairs = zip(outputs_of(written, rows), outputs_of(exported, rows), strict=True)
    difference = max(float(np.max(np.abs(a - b))) for a, b in pairs)
    told = {
        "difference": difference,
        "penalties": [float(sum(model.losses)) for model in (written, exported)],
        "parameters": written.count_params(),
        "exported": exported.count_params(),
    }
    (folder / "written.json").write_text(json.dumps(told))
