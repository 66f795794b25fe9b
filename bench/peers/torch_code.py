"""Runs PyTorch code that the app wrote, with the app's weights, and prints how far its output is from the app's.

python torch_code.py FOLDER... : each holds model.py and case.json (inputs, output, weights by layer).
"""

import json
import pathlib
import sys

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


def difference(folder):
    case = json.loads((folder / "case.json").read_text())
    names = {}
    exec((folder / "model.py").read_text(), names)
    network = names["network"].eval()
    for layer in case["layers"]:
        fill_layer(network, layer)
    with torch.no_grad():
        made = network(*(torch.from_numpy(array(told)) for told in case["inputs"])).numpy()
    expected = array(case["output"])
    assert made.shape == expected.shape, f"gives {made.shape}, not {expected.shape}"
    return float(np.max(np.abs(made - expected)) / max(1, np.max(np.abs(expected))))


results = {}
for folder in map(pathlib.Path, sys.argv[1:]):
    try:
        results[folder.name] = {"difference": difference(folder)}
    except Exception as error:
        results[folder.name] = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps(results))
