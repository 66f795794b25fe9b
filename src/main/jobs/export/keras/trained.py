"""Runs Keras code that the app wrote, and tells how far what it trains by is from the app's numbers.

python trained.py FOLDER... : each holds model.py and case.json, which says what to run and what is expected; writes
answer.json beside them.
"""

import json
import pathlib
import re
import sys
import traceback

import keras
import numpy as np
import tensorflow as tf


def array(told):
    return np.array(told["values"], dtype="float32").reshape(told["shape"])


def distance(made, expected):
    made, expected = np.asarray(made, dtype="float64"), np.asarray(expected, dtype="float64")
    assert made.shape == expected.shape, f"gives {made.shape}, not {expected.shape}"
    return float(np.max(np.abs(made - expected), initial=0) / max(1, np.max(np.abs(expected), initial=0)))


def compiled(code, steps_per_epoch=None):
    """What the code names, up to the fit, and what that would have been told."""
    if steps_per_epoch:
        code = re.sub(r"^steps_per_epoch = .*$", f"steps_per_epoch = {steps_per_epoch}", code, flags=re.M)
    names, told = {}, {}
    fit = keras.Model.fit
    keras.Model.fit = lambda self, *args, **more: told.update(more)
    try:
        exec(code, names)
    finally:
        keras.Model.fit = fit
    return names, told


def run_loss(code, case):
    names, told = compiled(code)
    y = array(case["target"])
    weights = told.get("class_weight")
    counts = None if weights is None else np.array([weights[int(label)] for label in y])
    if case["target"]["classes"] and names["y"].ndim > y.ndim:
        y = keras.utils.to_categorical(y, names["y"].shape[-1])
    prediction = array(case["prediction"])
    if case["inside"]:
        prediction = getattr(keras.ops, case["inside"])(prediction)
    loss = names["model"].compute_loss(None, keras.ops.convert_to_tensor(y), keras.ops.convert_to_tensor(prediction), counts)
    return {"difference": distance(loss, np.mean(array(case["rows"])))}


def run_optimizer(code, case):
    names, _ = compiled(code)
    model = names["model"]
    (kernel,) = model.trainable_variables
    kernel.assign(array(case["before"]))
    worst = 0.0
    for step in case["steps"]:
        model.optimizer.apply_gradients([(keras.ops.convert_to_tensor(array(step["gradient"])), kernel)])
        worst = max(worst, distance(kernel, array(step["weight"])))
    return {"difference": worst}


def run_schedule(code, case):
    names, told = compiled(code, case["perEpoch"])
    optimizer = names["model"].optimizer
    if "losses" not in case:
        rate = names.get("learning_rate", lambda step: optimizer.learning_rate)
        rates = [float(rate(step)) for step in range(len(case["rates"]["values"]))]
        return {"difference": distance(rates, array(case["rates"]))}
    rates = []
    callbacks = keras.callbacks.CallbackList(told["callbacks"], model=names["model"])
    callbacks.on_train_begin()
    for epoch, loss in enumerate(case["losses"]):
        for batch in range(case["perEpoch"]):
            callbacks.on_train_batch_begin(batch)
            rates.append(float(optimizer.learning_rate))
        callbacks.on_epoch_end(epoch, {"loss": loss})
    return {"difference": distance(rates, array(case["rates"]))}


def run_drawn(code, case):
    """How far what training sees of many copies is from the nearest result; each result has to come."""
    names, _ = compiled(code)
    keras.utils.set_random_seed(1)
    results = array(case["results"])
    x = np.repeat(array(case["input"])[None], 400, axis=0)
    made = keras.ops.convert_to_numpy(names["model"](x, training=True))
    away = np.abs(made[:, None] - results[None]).max(axis=(2, 3, 4))
    assert set(away.argmin(axis=1)) == set(range(len(results))), "some never come"
    return {"difference": float(away.min(axis=1).max())}


MODELS = ("model", "generator", "discriminator")


def run_training(code, case):
    names = {}
    # A few rows are through before a graph is made.
    tf.config.run_functions_eagerly(True)
    code = re.sub(r"\bepochs=\d+", "epochs=1", re.sub(r"^epochs = \d+$", "epochs = 1", code, flags=re.M))
    code = code.replace("(1000, ", "(40, ").replace("(1000,", "(40,").replace("size=1000", "size=40")
    code = code.replace("model.fit(", "history = model.fit(").replace("print(", "str(")
    exec(code, names)
    parameters = sum(names[name].count_params() for name in MODELS if name in names)
    loss = names["history"].history["loss"][0] if "history" in names else float(names["loss"])
    return {"parameters": parameters, "loss": loss}


runs = {
    "loss": run_loss,
    "optimizer": run_optimizer,
    "schedule": run_schedule,
    "drawn": run_drawn,
    "training": run_training,
}
for folder in map(pathlib.Path, sys.argv[1:]):
    case = json.loads((folder / "case.json").read_text())
    try:
        answer = runs[case["run"]]((folder / "model.py").read_text(), case)
    except Exception as error:
        answer = {"error": "".join(traceback.format_exception(error))}
    (folder / "answer.json").write_text(json.dumps(answer))
