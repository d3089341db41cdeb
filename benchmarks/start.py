"""How long a start takes: `python -m benchmarks.start [times]`.

Each line is from the command to the first healthy answer, without a demonstration: the first start of an empty
data folder, later ones, and one right after everything was killed. CPU: of all processes of the start, in seconds.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil


def main(times: int) -> None:
    with tempfile.TemporaryDirectory(prefix="khetane-start-") as name:
        home = Path(name) / "var"
        print(f"first start        {show([start(home, signal.SIGTERM)])}")
        print(f"later start        {show([start(home, signal.SIGTERM) for _ in range(times)])}")
        start(home, signal.SIGKILL)
        print(f"after kill -9      {show([start(home, signal.SIGKILL) for _ in range(times)])}")
        start(home, signal.SIGTERM)
        if home.joinpath("postgres").is_symlink():
            subprocess.run(["rm", "-r", str(home.joinpath("postgres").resolve())], check=True)


def start(home: Path, end: signal.Signals) -> tuple[float, float]:
    """Seconds until it answers, and CPU-seconds used until then; it is ended with `end` afterwards."""
    environment = {**os.environ, "KHETANE_HOME": str(home), "PORT": str(free_port())}
    command = [sys.executable, "-m", "khetane.cli", "run", "--no-demo"]
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    if process.stdout is None:
        raise RuntimeError("the output of the start cannot be read")
    for line in process.stdout:
        if line.startswith("Khetane answers"):
            break
    else:
        raise RuntimeError("Khetane did not start; run `khetane doctor`")
    took = time.monotonic() - began
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    used = sum(sum(member.cpu_times()[:4]) for member in family)
    process.send_signal(end)
    process.communicate()
    return took, used


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def show(measured: list[tuple[float, float]]) -> str:
    took, used = zip(*measured, strict=True)
    return f"{statistics.median(took):5.1f} s (longest {max(took):.1f}), CPU {statistics.median(used):.1f} s"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
