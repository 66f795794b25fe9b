"""Gradients as Keras computes them, while training: the reference for the layers' own.

python gradients.py FOLDER... : each holds model.keras, rows.json (the shape of each input, batch first), input-0.f32,
... and upstream.f32 (what the output's gradient is); writes gradient-0.f32, ... (of the inputs, then of the trainable
weights; regularisation included) and moved-0.f32, ... (the other weights after the step) beside them.
"""

import json
import pathlib
import sys

import keras
import numpy as np
import tensorflow as tf

for folder in map(pathlib.Path, sys.argv[1:]):
    model = keras.saving.load_model(folder / "model.keras")
    shapes = json.loads((folder / "rows.json").read_text())
    inputs = [
        tf.constant(np.fromfile(folder / f"input-{i}.f32", "<f4").reshape(shape)) for i, shape in enumerate(shapes)
    ]
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        output = model(inputs if len(inputs) > 1 else inputs[0], training=True)
        upstream = np.fromfile(folder / "upstream.f32", "<f4").reshape(output.shape)
        objective = tf.reduce_sum(output * upstream) + sum(model.losses)
    weights = [variable.value for variable in model.trainable_variables]
    for i, gradient in enumerate(tape.gradient(objective, [*inputs, *weights], unconnected_gradients="zero")):
        tf.convert_to_tensor(gradient).numpy().astype("<f4").tofile(folder / f"gradient-{i}.f32")
    moved = [variable for variable in model.non_trainable_variables if "seed" not in variable.path]
    for i, variable in enumerate(moved):
        keras.ops.convert_to_numpy(variable).astype("<f4").tofile(folder / f"moved-{i}.f32")
