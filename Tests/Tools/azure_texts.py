"""Prints an Azure pipeline as JSON, as its schema expects it.

Every value is a text, as Azure itself reads it, save for the inputs of tasks, which have types.
"""

import json
import pathlib
import sys

from ruamel.yaml import YAML


def merge(texts, values):
    if isinstance(texts, dict):
        return {
            key: values[key] if key == "inputs" else merge(text, values[key])
            for key, text in texts.items()
        }
    if isinstance(texts, list):
        return [merge(text, value) for text, value in zip(texts, values, strict=True)]
    return texts


text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
json.dump(merge(YAML(typ="base").load(text), YAML(typ="safe").load(text)), sys.stdout)
