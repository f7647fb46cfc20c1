"""`python -m cuff`: runs the program that was installed with this package, whatever the path says."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path


def program() -> Path:
    """The program, where installers put it: next to this Python, in the user's own place, or beside a `--target` folder."""
    name = "cuff" + (sysconfig.get_config_var("EXE") or "")
    user = sysconfig.get_preferred_scheme("user") if sys.version_info >= (3, 10) else os.name + "_user"
    folders = [
        Path(sysconfig.get_path("scripts")),
        Path(sysconfig.get_path("scripts", scheme=user)),
        Path(__file__).resolve().parent.parent / "bin",
    ]
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    places = ", ".join(str(folder) for folder in folders)
    raise FileNotFoundError(f"the program `{name}` is in none of: {places}")


def main() -> int:
    """Becomes the program; where a process cannot, runs it and ends as it does."""
    command = [str(program()), *sys.argv[1:]]
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
