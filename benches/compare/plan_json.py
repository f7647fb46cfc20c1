"""Turns generated plans into JSON, for tools that cannot read plans.

It reads what `plans.rs` generates and not the whole language. A policy in Rego gets what a parser would give it:
weeks, days, exercises, loads and rests as numbers, and whether an exercise is wrapped.
"""

import json
import re
import sys
from pathlib import Path

WEEKS = re.compile(r"weeks? (\d+)(?:-(\d+))?")
EXERCISE = re.compile(r"    +([^:>]+): (\S+) @ ([^,]+), rest ([^,\n]+)(, wrap .+)?")
PERCENT = re.compile(r"([\d.]+)(?:-([\d.]+))?%(?: \+([\d.]+)%/week)?$")
REST = re.compile(r"(\d+)(?:-(\d+))? (s|min)$")
TEXT = re.compile(r"goal (.+)|  conditions (.+)|    > (.+)")


def plan(path, text):
    texts, blocks, wrapped = [], [], False
    for number, line in enumerate(text.split("\n"), 1):
        if found := EXERCISE.match(line):
            name, sets, load, rest, wrap = found.groups()
            blocks[-1]["days"][-1]["exercises"].append(
                {
                    "line": number,
                    "name": name,
                    "sets": set_count(sets),
                    "load": read_load(load),
                    "rest": read_rest(rest),
                    "wrapped": wrapped or bool(wrap),
                }
            )
        elif line.startswith("  day "):
            blocks[-1]["days"].append({"name": line[7:-1], "exercises": []})
        elif line.startswith("    wrap "):
            wrapped = True
        elif line == "    unwrap":
            wrapped = False
        elif found := WEEKS.match(line):
            first = int(found[1])
            blocks.append({"first": first, "last": int(found[2] or first), "days": []})
        elif found := TEXT.match(line):
            texts.append({"line": number, "text": next(filter(None, found.groups()))})
    return {"path": path, "texts": texts, "blocks": blocks}


def set_count(sets):
    return int(sets.split("x")[0]) if "x" in sets else sets.count("/") + 1


def read_load(text):
    found = PERCENT.match(text)
    if not found:
        return {"text": text}
    low, high, step = found.groups()
    return {"low": float(low), "high": float(high or low), "step": float(step or 0)}


def read_rest(text):
    low, high, unit = REST.match(text).groups()
    seconds = 60 if unit == "min" else 1
    return {"low": int(low) * seconds, "high": int(high or low) * seconds}


def main(source, target):
    Path(target).mkdir(parents=True, exist_ok=True)
    for path in sorted(Path(source).glob("*.plan")):
        value = plan(str(path), path.read_text())
        Path(target, path.stem + ".json").write_text(json.dumps(value))


if __name__ == "__main__":
    main(*sys.argv[1:])
