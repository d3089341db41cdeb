"""What a killed PostgreSQL leaves behind, told apart from what belongs to others."""

from __future__ import annotations

import time
from pathlib import Path

import psutil


def clear(data: Path) -> None:
    """Stop a server that still runs in `data`, and remove a pid file whose process is not one.

    Only for the holder of the data folder's lock. PostgreSQL itself refuses to start while the process
    number in its pid file is taken, even by a stranger that got it after a crash or a reboot.
    """
    pid_file = data / "postmaster.pid"
    pid = recorded_pid(pid_file)
    if pid is None:
        pid_file.unlink(missing_ok=True)
        return
    server = server_of(data, pid)
    if server is None:
        pid_file.unlink(missing_ok=True)
        return
    server.send_signal(2)  # SIGINT: a fast shutdown
    try:
        server.wait(timeout=60)
    except psutil.TimeoutExpired:
        server.send_signal(3)  # SIGQUIT: at once; the next start recovers
        server.wait(timeout=30)
    wait_until_gone(pid_file)


def clear_socket(folder: Path) -> None:
    """Remove the socket that a killed server left in its private folder, with the lock beside it.

    PostgreSQL refuses that lock too while its process number is taken: by a stranger, or by the dead server itself
    where nobody has collected it yet, as in a container without an init. Only after `clear`.
    """
    for left in folder.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def recorded_pid(pid_file: Path) -> int | None:
    """The process number in the pid file; None where there is no file, or a half-written one."""
    try:
        first = pid_file.read_text().splitlines()[:1]
    except FileNotFoundError:
        return None
    return int(first[0]) if first and first[0].strip().isdigit() else None


def server_of(data: Path, pid: int) -> psutil.Process | None:
    """The process `pid` if it is a PostgreSQL whose working folder is `data`, as a server's always is."""
    try:
        process = psutil.Process(pid)
        is_ours = process.name().startswith("postgres") and Path(process.cwd()) == data.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None  # a process of another account cannot be one that we started
    return process if is_ours else None


def wait_until_gone(pid_file: Path) -> None:
    for _ in range(100):
        if not pid_file.exists():
            return
        time.sleep(0.05)
    pid_file.unlink(missing_ok=True)
