"""Checks plans in a Ray job: `ray_job.py FOLDER REPORT` writes the findings as JSON, one object a line.

The plans of a platform lie in a table or in a store of objects; a folder stands for it here, and `plans` is what to
replace. A task takes a batch of them, lays them into a folder of its own and runs cuff there once, on one processor,
as Ray counts it. The report is in the order of the plans, whichever task ends first.
"""

import json
import os
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

import ray

# Enough that the start of the program, some milliseconds, does not count.
BATCH = 500


def plans(folder):
    """Names and texts, in order."""
    for path in sorted(Path(folder).rglob("*.plan")):
        yield str(path.relative_to(folder)), path.read_text()


@ray.remote(num_cpus=1)
def check(batch, cuff):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in batch:
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        # A platform names its own configuration here: --config cuff.yaml.
        command = [cuff, "check", "--isolated", "--format", "json-lines"]
        alone = {**os.environ, "RAYON_NUM_THREADS": "1"}
        ran = subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True)
    # 1 says that there are errors in plans, which is what we are here for.
    if ran.returncode not in (0, 1):
        raise RuntimeError(ran.stderr)
    *findings, summary = ran.stdout.splitlines()
    return findings, json.loads(summary)["files"]


def results(plans, cuff):
    """What tasks gave, in order, with no more of them on their way than there are processors to keep busy."""
    most = 2 * int(ray.cluster_resources()["CPU"])
    under_way, plans = [], iter(plans)
    while batch := list(islice(plans, BATCH)):
        under_way.append(check.remote(batch, cuff))
        if len(under_way) == most:
            yield ray.get(under_way.pop(0))
    yield from map(ray.get, under_way)


def main(folder, report):
    files = 0
    with open(report, "w") as lines:
        for findings, checked in results(plans(folder), os.environ.get("CUFF", "cuff")):
            files += checked
            lines.writelines(f"{finding}\n" for finding in findings)
    print(f"{files} plans checked")


if __name__ == "__main__":
    ray.init(include_dashboard=False, logging_level="error")
    main(*sys.argv[1:])
