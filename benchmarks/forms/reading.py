"""What reading a submission costs beside a bare XML parse: `python -m benchmarks.forms.reading`.

The bodies are households with members, about 7 kB each, that make one entity for the household and
one for each member. Prints CPU microseconds per submission (best of five rounds) and the ratio.
"""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Callable, Sequence
from random import Random
from time import process_time

from lxml import etree

from khetane.forms.xml.compiled import Compiled, Declaration
from khetane.forms.xml.entities import entities
from khetane.forms.xml.flatten import flatten, plan
from khetane.forms.xml.instance import parse

ANSWERS, MEMBERS, ROUNDS = 40, 12, 5
HOUSEHOLD = [f"answer_{number}" for number in range(ANSWERS)]
MEMBER = [f"m_answer_{number}" for number in range(12)]
FORM = Compiled(
    form_id="household",
    version="1",
    root="data",
    repeats=("/data/member",),
    types={f"/data/{name}": "string" for name in HOUSEHOLD}
    | {f"/data/member/{name}": "string" for name in MEMBER},
    declarations=(
        Declaration("/data", "household", True, False, None, {name: name for name in HOUSEHOLD[:6]}),
        Declaration(
            "/data/member", "person", True, False, "/data/member", {name: name for name in MEMBER[:6]}
        ),
    ),
)


def body(random: Random) -> bytes:
    """One submission with invented values."""

    def answers(names: Sequence[str]) -> str:
        return "".join(f"<{name}>value {random.randrange(10**6)}</{name}>" for name in names)

    def entity(dataset: str) -> str:
        made = uuid.UUID(int=random.getrandbits(128), version=4)
        return f'<entity dataset="{dataset}" id="{made}" create="1"><label>L</label></entity>'

    members = "".join(
        f"<member>{answers(MEMBER)}<meta>{entity('person')}</meta></member>"
        for _ in range(random.randint(8, MEMBERS))
    )
    meta = f"<meta><instanceID>uuid:{uuid.UUID(int=random.getrandbits(128))}</instanceID>{entity('household')}</meta>"
    return f'<data id="household" version="1">{answers(HOUSEHOLD)}{members}{meta}</data>'.encode()


def cost(bodies: Sequence[bytes], work: Callable[[bytes], object]) -> float:
    """CPU microseconds per body, in the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = process_time()
        for one in bodies:
            work(one)
        best = min(best, process_time() - start)
    return best / len(bodies) * 1e6


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1000)
    count = arguments.parse_args().count
    random = Random(1)  # invented data
    bodies = [body(random) for _ in range(count)]
    flat = plan(FORM, typed=False)
    reference = cost(bodies, etree.fromstring)
    print(f"{count} bodies of {sum(map(len, bodies)) // count} bytes")
    print(f"{'bare XML parse':24}{reference:8.1f} µs")
    for name, work in (
        ("parse", parse),
        ("parse and entities", lambda one: entities(parse(one), FORM)),
        ("parse and flatten", lambda one: list(flatten(parse(one), flat))),
    ):
        spent = cost(bodies, work)
        print(f"{name:24}{spent:8.1f} µs   ratio {spent / reference:4.1f}")


if __name__ == "__main__":
    main()
