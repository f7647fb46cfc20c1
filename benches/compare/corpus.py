"""Gathers source files that are on the machine until they have as many bytes as the plans."""

import shutil
from pathlib import Path

# Larger files are bundles rather than what people write.
LARGEST = 200_000
# Folders that linters leave out by themselves.
LEFT_OUT = {"site-packages", "node_modules", "build", "dist", "vendor", "venv"}


def gather(roots, endings, target, size):
    """Copies files of these endings, in the order of the roots, and once more from the start if they are too few."""
    shutil.rmtree(target, ignore_errors=True)
    left, pool = size, []
    for root in map(Path, roots):
        files = sorted(path for path in root.rglob("*") if path.suffix in endings)
        pool += [(root, path) for path in files if is_source(path, root)]
    turn = 0
    while left > 1_000 and pool:
        for root, path in pool:
            size = path.stat().st_size
            if size <= left:
                inside = Path(root.name, path.relative_to(root))
                copy = Path(target, str(turn), inside)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
                left -= size
        turn += 1
    return target


def is_source(path, root):
    inside = path.relative_to(root).parts
    return (
        path.is_file()
        and not LEFT_OUT.intersection(inside)
        and ".min." not in path.name
        and 0 < path.stat().st_size <= LARGEST
    )


def extent(folder):
    """How many files there are in a folder, and how many bytes."""
    sizes = [path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)
