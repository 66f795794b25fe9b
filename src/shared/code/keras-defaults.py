"""Writes, for the Keras classes named on the command line, what their constructors' arguments are if nothing is said.

    python keras-defaults.py Dense Conv2D Adam … > keras-defaults.json
"""
import inspect
import json
import sys

import keras

REQUIRED = "(required)"
modules = (keras.layers, keras.optimizers, keras.losses, keras.initializers, keras.regularizers)


def defaults(name):
    made = next(getattr(module, name) for module in modules if hasattr(module, name))
    found = {}
    for base in made.__mro__:
        if base.__module__.startswith("keras") and "__init__" in vars(base):
            for key, argument in inspect.signature(vars(base)["__init__"]).parameters.items():
                if key == "self" or argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD):
                    continue
                value = REQUIRED if argument.default is inspect.Parameter.empty else argument.default
                found.setdefault(key, value)
    found.pop("name", None)
    return found


table = {name: defaults(name) for name in sorted(sys.argv[1:])}
print(json.dumps(table, indent=2, default=str))
