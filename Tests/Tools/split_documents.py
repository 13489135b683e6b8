"""Writes each document of a YAML file as JSON to a file of its own.

check-jsonschema reads only one document of a file.
"""

import json
import pathlib
import sys

from ruamel.yaml import YAML

path, prefix = sys.argv[1:]
text = pathlib.Path(path).read_text(encoding="utf-8")
for number, document in enumerate(YAML(typ="safe").load_all(text)):
    with open(f"{prefix}.{number}.json", "w", encoding="utf-8") as file:
        json.dump(document, file)
