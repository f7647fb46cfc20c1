"""The script that somebody writes who has no linter: four rules on plans, in regular expressions.

It knows what `plans.rs` generates and not the whole language: other spellings of wraps, loads, rests and weeks pass it by.
`regex_check.py FOLDER [PROCESSES]` prints a line for each finding.
"""

import re
import sys
from multiprocessing import Pool
from pathlib import Path

CEILING = 30.5
LAYOFF = re.compile(
    r"\b(?:layoffs?|lay-off|long break|years? (?:off|away)|months (?:off|away)"
    r"|(?:months|years?) without training|returns? to training|returning to training"
    r"|back in training after|back in the gym after|detrained)\b",
    re.IGNORECASE,
)
# What matters of a plan, in one pass: weeks, wraps on and off, exercises, and texts.
STEP = re.compile(
    r"""^(?:
      weeks?\ (?P<first>\d+)(?:-(?P<last>\d+))?
    | \ +(?P<on>wrap)\b
    | \ +(?P<off>unwrap)$
    | \ {4,}(?P<name>[A-Z][^:\n]*):\ (?P<sets>\S+)\ @\ (?P<load>[^,\n]+)
      ,\ rest\ (?P<short>\d+)(?:-(?P<long>\d+))?\ (?P<unit>s|min)(?P<clause>,\ wrap)?
    | (?:goal\ |\ +conditions\ |\ +>\ )(?P<text>.+)
    )""",
    re.MULTILINE | re.VERBOSE,
)
PERCENT = re.compile(r"[\d.]+(?:-[\d.]+)?(?=%)|(?<=\+)[\d.]+(?=%/week)")


def check(path):
    text = Path(path).read_text()
    found, layoffs = [], []
    weeks, wrapped, occluded = 1, False, False
    for step in STEP.finditer(text):
        kind = step.lastgroup
        if kind in ("first", "last"):
            weeks = int(step["last"] or step["first"]) - int(step["first"]) + 1
        elif kind == "on":
            wrapped = True
        elif kind == "off":
            wrapped = False
        elif kind == "text":
            if LAYOFF.search(step["text"]):
                layoffs.append((step.start("text"), "advice", "beginner-athlete"))
        elif wrapped or step["clause"]:
            occluded = True
            found += exercise(step, weeks)
    if occluded:
        found += layoffs[:1]
    return [
        f"{path}:{text.count(chr(10), 0, place) + 1}: {severity}[{rule}]"
        for place, severity, rule in found
    ]


def exercise(step, weeks):
    figures = PERCENT.findall(step["load"])
    if figures:
        load = float(figures[0].split("-")[-1])
        if len(figures) > 1:
            if load + float(figures[1]) * (weeks - 1) > CEILING:
                yield step.start("load"), "error", "progression-crosses-ceiling"
        elif load > CEILING:
            yield step.start("load"), "error", "load-above-range"
    sets = step["sets"]
    if "/" in sets or not sets.startswith("1x"):
        unit = 60 if step["unit"] == "min" else 1
        short, long = int(step["short"]) * unit, int(step["long"] or step["short"]) * unit
        if short < 20 or long > 40:
            tolerable = short <= 40 and long >= 20 or short >= 10 and long <= 60
            yield step.start("short"), "advice" if tolerable else "warning", "rest-off-target"


def main(folder, processes="1"):
    paths = sorted(str(path) for path in Path(folder).glob("*.plan"))
    if processes == "1":
        for path in paths:
            for line in check(path):
                print(line)
        return
    with Pool(int(processes)) as pool:
        for lines in pool.imap(check, paths, chunksize=64):
            for line in lines:
                print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
