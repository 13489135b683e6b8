"""Writes every script in a YAML file or a Jenkinsfile to a file of its own.

The paths of these files are printed.
"""

import pathlib
import re
import sys

from ruamel.yaml import YAML

path, prefix = sys.argv[1:]


def walk(node, trail, shell):
    """Yields the place, the shell and the text of every script below a node."""
    if isinstance(node, dict):
        # GitHub runs the steps of a job in a container with sh, all others with bash.
        if "github" in path and "container" in node:
            shell = "sh"
        shell = node.get("defaults", {}).get("run", {}).get("shell", shell)
        shell = node.get("shell", shell)
        # GitLab runs both in one shell.
        lines = []
        for key in ("before_script", "script"):
            value = node.get(key, [])
            lines += [value] if isinstance(value, str) else value
        if lines:
            yield trail, shell, "\n".join(lines)
        for key, value in node.items():
            if key in ("run", "command") and isinstance(value, str):
                yield trail, shell, value
            elif key not in ("before_script", "script"):
                yield from walk(value, f"{trail}.{key}" if trail else str(key), shell)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from walk(value, f"{trail}.{number}", shell)


def scripts():
    text = pathlib.Path(path).read_text(encoding="utf-8")
    if "Jenkinsfile" in path:
        for match in re.finditer(r"'''(.*?)'''|\bsh '([^'\n]+)'", text, re.S):
            line = text[: match.start()].count("\n") + 1
            script = match.group(1) if match.group(1) is not None else match.group(2)
            yield f"line {line}", "sh", re.sub(r"\\(.)", r"\1", script, flags=re.S)
    else:
        shell = "sh" if "/gitlab/" in path or "/buildkite/" in path else "bash"
        for document in YAML(typ="safe").load_all(text):
            yield from walk(document, "", shell)


for number, (place, shell, script) in enumerate(scripts(), 1):
    if "${{" in script:
        sys.exit(f"{path}: {place}: a script has an expression; pass it by the environment")
    if "/buildkite/" in path:
        script = script.replace("$$", "$")
    # All but Azure stop at the first command that fails.
    stop = "" if "/azure/" in path else "set -e\n"
    copy = f"{prefix}.{number}.sh"
    with open(copy, "w", encoding="utf-8") as file:
        file.write(f"#!/usr/bin/env {shell}\n# {path}: {place}\n{stop}{script}\n")
    print(copy)
