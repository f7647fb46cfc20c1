"""Runs a command with its output thrown away, and prints what it took as JSON.

A program of its own because Linux counts the memory of whoever starts a command as the command's: this one is small.
"""

import json
import os
import sys
import time

quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(process, 0)
wall = time.perf_counter() - start
# In bytes on macOS, in KiB elsewhere.
memory = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(
    json.dumps(
        {
            "code": os.waitstatus_to_exitcode(status),
            "wall": wall,
            "cpu": used.ru_utime + used.ru_stime,
            "memory": memory,
        }
    )
)
