"""What processes use, by /proc: CPU seconds and memory of a process and everything below it."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(stat)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [root]
    for process in found:
        found.extend(children.get(process, []))
    return found


def cpu_seconds(roots: list[int]) -> float:
    """User and system time, that of ended children included."""
    fields = [_fields(Path(f"/proc/{process}/stat")) for root in roots for process in tree(root)]
    return sum(sum(map(int, one[11:15])) for one in fields if one) / TICK


def memory_megabytes(roots: list[int]) -> float:
    """Proportional memory: what processes share is counted once."""
    total = 0
    for process in (process for root in roots for process in tree(root)):
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:  # it ended meanwhile
            continue
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


def idle_share(before: tuple[float, float], after: tuple[float, float]) -> float:
    return (after[1] - before[1]) / max(1e-9, after[0] - before[0])


def machine_ticks() -> tuple[float, float]:
    """(all time, idle time) of the whole machine."""
    numbers = [int(part) for part in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return float(sum(numbers)), float(numbers[3] + numbers[4])


def _fields(stat: Path) -> list[str] | None:
    try:
        return stat.read_text().rsplit(")", 1)[1].split()
    except OSError:  # it ended meanwhile
        return None
