"""Runs PyTorch code that the app wrote, and prints how far its numbers are from the app's.

python written.py FOLDER... : each holds model.py and case.json, which says what to run and what is expected.
"""

import inspect
import json
import pathlib
import random
import re
import sys
import traceback
import types

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)


def array(told):
    return np.array(told["values"], dtype="float32").reshape(told["shape"])


def fill(parameter, values):
    assert tuple(parameter.shape) == values.shape, f"{tuple(parameter.shape)} is not {values.shape}"
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)))


def fill_linear(module, kernel, bias):
    fill(module.weight, kernel.reshape(kernel.shape[0], -1).T if kernel.ndim > 2 else kernel.T)
    if bias is not None:
        fill(module.bias, bias.reshape(-1))


def fill_convolution(module, kernel, bias, depthwise=False):
    if depthwise:
        kernel = kernel.transpose(2, 3, 0, 1).reshape(-1, 1, *kernel.shape[:2])
    else:
        kernel = np.moveaxis(kernel, [-1, -2], [0, 1])
    fill(module.weight, kernel)
    if bias is not None:
        fill(module.bias, bias)


def fill_recurrent(module, kind, weights, prefix, suffix):
    def named(name):
        return weights.get(prefix + name[0].upper() + name[1:] if prefix else name)

    order = [1, 0, 2] if kind == "gru" else None

    def gates(values):
        if order is None:
            return values
        parts = np.split(values, 3, axis=-1)
        return np.concatenate([parts[i] for i in order], axis=-1)

    fill(getattr(module, "weight_ih" + suffix), gates(named("kernel")).T)
    fill(getattr(module, "weight_hh" + suffix), gates(named("recurrentKernel")).T)
    bias = named("bias")
    if bias is not None:
        both = bias.reshape(-1, bias.shape[-1])
        fill(getattr(module, "bias_ih" + suffix), gates(both[0]))
        fill(getattr(module, "bias_hh" + suffix), gates(both[1]) if len(both) > 1 else np.zeros_like(both[0]))


def fill_layer(network, layer):
    name, kind = layer["name"], layer["kind"]
    weights = {key: array(told) for key, told in layer["weights"].items()}
    module = getattr(network, name)
    bias = weights.get("bias")
    if kind == "separableConv2D":
        fill_convolution(getattr(network, name + "_depthwise"), weights["depthwiseKernel"], None, depthwise=True)
        fill_convolution(module, weights["pointwiseKernel"], bias)
    elif kind == "depthwiseConv2D":
        fill_convolution(module, weights["kernel"], bias, depthwise=True)
    elif kind.startswith("conv"):
        fill_convolution(module, weights["kernel"], bias)
    elif kind in ("lstm", "gru", "simpleRNN"):
        fill_recurrent(module, kind, weights, "", "_l0")
        if "backwardKernel" in weights:
            fill_recurrent(module, kind, weights, "backward", "_l0_reverse")
    elif kind == "multiHeadAttention":
        for part in ("query", "key", "value", "output"):
            kernel = weights[part + "Kernel"]
            if part == "output":
                kernel = kernel.reshape(-1, kernel.shape[-1])
            fill_linear(getattr(module, part), kernel, weights.get(part + "Bias"))
    elif kind == "embedding":
        fill(module.weight, weights["embeddings"])
    elif isinstance(module, nn.Parameter):
        (only,) = weights.values()
        fill(module, only)
    elif kind == "dense":
        fill_linear(module, weights["kernel"], bias)
    else:
        names = {"gamma": "weight", "scale": "weight", "beta": "bias", "movingMean": "running_mean"}
        names["movingVariance"] = "running_var"
        for key, values in weights.items():
            fill(getattr(module, names[key]), values)


LOOP = "for epoch in range(epochs):"


def split(code):
    """What comes before the loop, and the loop."""
    at = code.index(LOOP)
    return code[:at], code[at:]


def distance(made, expected):
    assert made.shape == expected.shape, f"gives {made.shape}, not {expected.shape}"
    return float(np.max(np.abs(made - expected), initial=0) / max(1, np.max(np.abs(expected), initial=0)))


def parameters(network):
    """Numbers that it learns or keeps, but the second bias of a recurrent layer."""
    return sum(
        value.numel()
        for name, value in network.state_dict().items()
        if "num_batches" not in name and "bias_hh" not in name
    )


def run_layers(code, case):
    """The network with weights as told, and what it gives for the inputs; it is not trained."""
    names = {}
    exec(code.partition(LOOP)[0], names)
    network = names["network"].eval()
    for layer in case["layers"]:
        fill_layer(network, layer)
    with torch.no_grad():
        return network, network(*(torch.from_numpy(array(told)) for told in case["inputs"]))


def run_forward(code, case):
    _, made = run_layers(code, case)
    made = made if isinstance(made, tuple) else (made,)
    pairs = zip(made, case["outputs"], strict=True)
    return {"difference": max(distance(one.numpy(), array(expected)) for one, expected in pairs)}


def run_augmented(code, case):
    """What training sees of the inputs, where a draw is told with that at every place."""
    names = {}
    exec(code, names)
    if "draw" in case:
        part = case["draw"]
        names["draw"] = lambda x, low, high: torch.full((len(x),), low + part * (high - low))
        names["torch"] = types.SimpleNamespace(
            **{**vars(torch), "randn_like": lambda x: torch.full_like(x, part)}
        )
    made = names["network"].train()(*(torch.from_numpy(array(told)) for told in case["inputs"]))
    return {"difference": distance(made.numpy(), array(case["outputs"][0]))}


def run_drawn(code, case):
    """How far what training sees of many copies is from the nearest result; each result has to come."""
    names = {}
    exec(code, names)
    torch.manual_seed(1)
    random.seed(1)
    results = array(case["results"])
    x = torch.from_numpy(array(case["input"])).expand(400, -1, -1, -1)
    made = names["network"].train()(x).numpy()
    away = np.abs(made[:, None] - results[None]).max(axis=(2, 3, 4))
    assert set(away.argmin(axis=1)) == set(range(len(results))), "some never come"
    return {"difference": float(away.min(axis=1).max())}


def run_penalty(code, case):
    network, _ = run_layers(code, case)
    penalty = getattr(network, "penalty", torch.zeros(()))
    return {"difference": distance(penalty.numpy(), array(case["penalty"]))}


def run_loss(code, case):
    """The mean over the rows, and its gradient."""
    names = {}
    exec(split(code)[0], names)
    prediction = torch.from_numpy(array(case["prediction"])).requires_grad_()
    y = torch.from_numpy(array(case["target"]))
    criterion = names["criterion"]
    _, _, *more = inspect.signature(criterion).parameters
    given = {**names, **({"mask": torch.from_numpy(array(case["mask"])) > 0} if "mask" in case else {})}
    loss = criterion(prediction, y.long() if case["target"]["classes"] else y, *(given[name] for name in more))
    loss.backward()
    rows = array(case["rows"])
    gradient = array(case["gradient"]) / len(rows)
    return {
        "difference": max(
            distance(loss.detach().numpy(), np.mean(rows)), distance(prediction.grad.numpy(), gradient)
        )
    }


def run_optimizer(code, case):
    """Steps along given gradients, taken by the loop itself."""
    before, loop = split(code)
    names = {}
    exec(before, names)
    weight = names["network"].dense_1.weight
    fill(weight, array(case["before"]).T)
    names["loader"] = [next(iter(names["loader"]))]
    names["epochs"] = 1
    worst = 0.0
    for step in case["steps"]:
        gradient = torch.from_numpy(array(step["gradient"]).T.copy())
        names["criterion"] = lambda *_: (weight * gradient).sum()
        exec(loop.replace("print(", "str("), names)
        worst = max(worst, distance(weight.detach().numpy().T, array(step["weight"])))
    return {"difference": worst}


def run_schedule(code, case):
    """The learning rate of each step of the loop, whose epochs have losses as given."""
    before, loop = split(code)
    names = {}
    lines = before.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("loader ="))
    exec("\n".join(lines[: at + 1]), names)
    batch = next(iter(names["loader"]))
    names["loader"] = [batch] * case["perEpoch"]
    exec("\n".join(lines[at + 1 :]), names)
    rates = []
    optimizer = names["optimizer"]
    optimizer.register_step_pre_hook(lambda optimizer, *_: rates.append(optimizer.param_groups[0]["lr"]))
    if "losses" in case:
        names["rows"] = range(len(batch[0]) * case["perEpoch"])
        names["criterion"] = lambda prediction, *_: 0 * prediction.sum() + case["losses"][names["epoch"]]
    exec(loop.replace("print(", "str("), names)
    return {"difference": distance(np.array(rates), array(case["rates"]))}


class Told(nn.Module):
    """Gives these predictions of the rows that it is told."""

    def __init__(self, predictions, penalty):
        super().__init__()
        self.predictions, self.penalty = predictions, penalty

    def forward(self, rows):
        return self.predictions[rows]


def run_measured(code, case):
    """What the loop measures of rows that are held back."""
    before, loop = split(code)
    names = {}
    exec(before, names)
    y = torch.from_numpy(array(case["target"])).long()
    rows = torch.arange(len(y))
    names["network"] = Told(torch.from_numpy(array(case["prediction"])), case["penalty"])
    names["loader"], names["epochs"] = [], 1
    names["validation_rows"] = range(len(y))
    names["validation_loader"] = [(rows[:1], y[:1]), (rows[1:], y[1:])]
    exec(loop.replace("print(", "str("), names)
    return {
        "difference": max(
            distance(np.array(names[name]), np.array(value)) for name, value in case["expected"].items()
        )
    }


NETWORKS = ("network", "generator", "discriminator")


def run_training(code, case):
    """All of it, on a few rows for one epoch."""
    names = {}
    exec(re.sub(r"^epochs = \d+$", "epochs = 1", code, flags=re.M).replace("(1000, ", "(40, ").replace("(1000,", "(40,").replace("print(", "str("), names)
    return {
        "parameters": sum(parameters(names[name]) for name in NETWORKS if name in names),
        "loss": float(names["loss"].detach()),
    }


runs = {
    "forward": run_forward,
    "augmented": run_augmented,
    "drawn": run_drawn,
    "penalty": run_penalty,
    "loss": run_loss,
    "optimizer": run_optimizer,
    "schedule": run_schedule,
    "measured": run_measured,
    "training": run_training,
}
results = []
for folder in map(pathlib.Path, sys.argv[1:]):
    case = json.loads((folder / "case.json").read_text())
    try:
        results.append(runs[case["run"]]((folder / "model.py").read_text(), case))
    except Exception as error:
        results.append({"error": "".join(traceback.format_exception(error))})
print(json.dumps(results))
