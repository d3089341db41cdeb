"""Workbooks that make pyxform say each thing that it can say: code of our sentence, workbook, sheet and row told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.workbooks import YES_NO, Rows, Sheets, form

Case = tuple[str, Sheets, str | None, int | None]
Question = Mapping[str, str]

GOOD = {"type": "text", "name": "good", "label": "Good"}
BEGIN, END = {"type": "begin_repeat", "name": "r", "label": "R"}, {"type": "end_repeat"}
BEGIN_GROUP, END_GROUP = {"type": "begin_group", "name": "g", "label": "G"}, {"type": "end_group"}
ONE_TO_FIVE: Rows = [("list_name", "name", "label"), *(("n", str(n), f"N{n}") for n in (1, 5))]


def asked(*questions: Question) -> Rows:
    """A survey sheet with the columns that its questions fill."""
    columns = list(dict.fromkeys(["type", "name", "label", *(name for one in questions for name in one)]))
    return [columns, *([one.get(name, "") for name in columns] for one in questions)]


def question(kind: str, **cells: str) -> Question:
    return {"type": kind, "name": "q", "label": "Q", **cells}


def one(code: str, kind: str, row: int | None = 2, /, **cells: str) -> Case:
    """A survey of one question that is told in its row."""
    return code, form(asked(question(kind, **cells))), "survey", row


def remarks() -> Iterator[Case]:
    yield one("form-40", "text", disabled="no")
    yield "form-41", form(asked(GOOD, {"hint": "only this"})), "survey", 3
    yield one("form-42", "simserial")
    yield "form-43", form(asked({**BEGIN, "label": ""}, GOOD, END)), "survey", 2
    outside: Rows = [("list_name", "name", "label"), ("far", "a", "A")]
    far = asked(question("select_one_external far"))
    # Pyxform fails when the list is not on the sheet of choices too.
    yield "form-44", form(far, external_choices=outside, choices=outside), "survey", 2
    yield one("form-45", "image")
    many: Rows = [("list_name", "name", "label::English (en)"), ("yn", "yes", "Yes")]
    other = {"type": "select_one yn or_other", "name": "a", "label::English (en)": "A"}
    yield "form-46", form([list(other), list(other.values())], choices=many), "survey", 2
    yield (
        "form-47",
        form(asked(GOOD), choices=[("list_name", "name", "label", "our notes"), ("yn", "a", "A", "x")]),
        "choices",
        1,
    )
    yield "form-48", form(asked(GOOD), choices=[*YES_NO, ("yn", "maybe", "")]), "choices", 4
    yield "form-49", form(asked(GOOD, {**GOOD, "name": "GOOD"})), "survey", 3
    yield "form-50", {"survey": asked(GOOD), "setings": [("form_id",), ("f",)]}, None, None
    yield "form-51", form(asked(GOOD), settings=[("form_id", "id_string"), ("a", "b")]), "settings", None


def names() -> Iterator[Case]:
    yield "form-52", form([("type", "name", "label", "label"), ("text", "a", "A", "B")]), None, None
    yield (
        "form-54",
        form([("type", "name", "label", "image", "media::image"), ("text", "a", "A", "b", "c")]),
        "survey",
        1,
    )
    yield "form-55", form([("good", "text"), ("x", "y")]), "survey", 1
    yield (
        "form-56",
        form(asked(GOOD), entities=[("list_name", "label", "colour"), ("x", "X", "red")]),
        "entities",
        1,
    )
    yield "form-57", form(asked({**BEGIN, "name": "data"}, GOOD, END)), "survey", 2
    yield (
        "form-57",
        form(asked({**BEGIN_GROUP}, BEGIN, GOOD, END, END_GROUP, BEGIN, {**GOOD, "name": "b"}, END)),
        "survey",
        7,
    )
    yield one("form-58", "text", name="meta")
    yield "form-59", form(asked(GOOD), choices=[*YES_NO, ("yn", "", "?")]), "choices", 4
    yield one("form-60", "select_one_from_file a.csv", parameters="value=1a")


def references() -> Iterator[Case]:
    saved = [("list_name", "label"), ("x", "X")]
    yield "form-61", form(asked({**GOOD, "save_to": "__a"}), entities=saved), "survey", 2
    yield "form-62", form(asked(GOOD), entities=[("list_name", "label"), ("a.b", "X")]), "entities", 2
    yield "form-63", form(asked({**GOOD, "save_to": "Label"}), entities=saved), "survey", 2
    yield one("form-64", "text", relevant="${ good")
    yield (
        "form-65",
        form(asked(GOOD, {**GOOD, "name": "b"}, question("text", trigger="${good} ${b}"))),
        "survey",
        4,
    )
    yield (
        "form-66",
        form(asked({**BEGIN_GROUP}, GOOD, END_GROUP, question("text", trigger="${g}"))),
        "survey",
        5,
    )
    twice = asked(BEGIN_GROUP, GOOD, END_GROUP, GOOD, question("text", relevant="${good} = 1"))
    yield "form-67", form(twice), "survey", 6
    made = asked(question("select_one yn or_other"), question("text", name="q_other"))
    yield "form-68", form(made), "survey", 3


def questions() -> Iterator[Case]:
    yield one("form-70", "")
    yield "form-71", form(asked(GOOD, END)), "survey", 3
    yield "form-72", form(asked(BEGIN, GOOD)), "survey", 2
    yield one("form-73", "text", label="")
    yield one("form-74", "text", **{"big-image": "b.png"})
    shown = asked({"type": "calculate", "name": "c", "calculation": "1"}, question("text", trigger="${c}"))
    yield "form-75", form(shown), "survey", 3
    yield "form-76", form(asked(question("select_one_external far", choice_filter="true()"))), None, None
    outside: Rows = [("list_name", "name", "label"), ("near", "a", "A")]
    far = asked(question("select_one_external far", choice_filter="true()"))
    yield "form-77", form(far, external_choices=outside), "survey", 2
    yield one("form-78", "select_one yn or_other", choice_filter="true()")
    yield "form-79", form(asked(GOOD, question("select_one ${good} or_other"))), "survey", 3
    table = {**BEGIN_GROUP, "appearance": "table-list"}
    yield (
        "form-80",
        form(asked(table, question("select_one yn", choice_filter="true()"), END_GROUP)),
        "survey",
        3,
    )
    two = [*YES_NO, ("ny", "no", "No")]
    second = question("select_one ny", name="b")
    yield (
        "form-81",
        form(asked(table, question("select_one yn"), second, END_GROUP), choices=two),
        "survey",
        4,
    )


def files_and_loops() -> Iterator[Case]:
    yield one("form-82", "select_one_from_file a.txt")
    loop = {"type": "begin_loop", "name": "l", "label": "L"}
    yield "form-83", form(asked(loop, GOOD, {"type": "end_loop"})), "survey", 2
    yield (
        "form-84",
        form(asked({**loop, "type": "begin_loop over nothing"}, GOOD, {"type": "end_loop"})),
        "survey",
        2,
    )
    yield (
        "form-85",
        form(asked(GOOD, question("background-geopoint", trigger="${good}", calculation="1"))),
        "survey",
        3,
    )
    yield one("form-86", "background-geopoint")
    yield one("form-87", "audit", name="other")
    yield (
        "form-88",
        form(
            asked(
                question("csv-external", name="a"), BEGIN_GROUP, question("csv-external", name="a"), END_GROUP
            )
        ),
        "survey",
        None,
    )
    yield (
        "form-89",
        form(asked(question("select_one_from_file a.csv"), question("select_one_from_file a.xml", name="p"))),
        "survey",
        None,
    )
    yield one("form-90", "select_one_from_file a.csv", appearance="search('a')")
    search = asked(question("select_one yn", appearance="search('a')"), question("select_one yn", name="p"))
    yield "form-91", form(search), "survey", 2


def ranged(code: str, parameters: str, choices: Rows = ONE_TO_FIVE, **cells: str) -> Case:
    asked_once = asked(question("range", parameters=parameters, **cells))
    return code, form(asked_once, choices=choices), "survey", 2


def audited(code: str, parameters: str) -> Case:
    return code, form(asked(GOOD, {"type": "audit", "parameters": parameters})), "survey", 3


def parameters() -> Iterator[Case]:
    yield one("form-100", "text", parameters="rows")
    yield one("form-101", "text", parameters="colour=red")
    yield ranged("form-102", "start=a")
    yield one("form-102", "geopoint", parameters="capture-accuracy=near")
    yield one("form-102", "text", parameters="rows=many")
    yield one("form-102", "select_one yn", parameters="randomize=true seed=x")
    yield audited("form-102", "location-priority=balanced location-min-interval=-1 location-max-age=5")
    yield one("form-103", "geopoint", parameters="allow-mock-accuracy=maybe")
    yield one("form-103", "select_one yn", parameters="randomize=maybe")
    yield one("form-104", "geotrace", parameters="incremental=no")
    yield one("form-105", "geopoint", parameters="reference-geometry=nothing")
    yield ranged("form-106", "start=1 end=5 step=0")
    yield ranged("form-107", "start=1 end=5 step=9")
    yield ranged("form-108", "start=1 end=9 step=2 tick_interval=3")
    yield ranged("form-109", "start=1 end=5 step=1 placeholder=8")
    yield ranged("form-110", "start=1 end=5 step=1 tick_labelset=nothing")
    yield ranged("form-111", "start=1 end=5 step=1 tick_labelset=yn", YES_NO)
    yield ranged("form-111", "start=1 end=4 step=1 tick_labelset=n")
    yield ranged("form-111", "start=0 end=6 step=2 tick_labelset=n")
    three = [*ONE_TO_FIVE, ("n", "3", "N3")]
    yield ranged("form-112", "start=1 end=5 step=1 tick_labelset=n", three, appearance="no-ticks")
    yield ranged("form-112", "start=1 end=9 step=1 tick_labelset=n", appearance="no-ticks")
    yield ranged("form-113", "start=1 end=5 step=1 tick_labelset=n", appearance="rating")
    yield one("form-114", "select_one yn", parameters="seed=1")
    yield one("form-115", "audio", parameters="quality=best")
    yield one("form-116", "image", parameters="max-pixels=9 app=camera")
    yield audited("form-117", "track-changes-reasons=always")
    yield audited("form-118", "location-priority=high location-min-interval=1 location-max-age=5")
    yield audited("form-119", "location-priority=balanced location-min-interval=9 location-max-age=5")
    yield audited("form-120", "location-priority=balanced")


def saving(code: str, row: int, lists: Rows, *survey: Question) -> Case:
    sheet = (
        "entities"
        if code in ("form-134", "form-135", "form-136", "form-138", "form-141", "form-142")
        else "survey"
    )
    return code, form(asked(*survey), entities=lists), sheet, row


def to(place: str, name: str = "good") -> Question:
    return {**GOOD, "name": name, "save_to": place}


def entities() -> Iterator[Case]:
    yield "form-130", form(asked({**GOOD, "save_to": "a"})), "survey", 2
    head = ("list_name", "label", "entity_id", "create_if", "update_if")
    single = [head, ("x", "X")]
    both = [head, ("x", "X"), ("y", "Y")]
    yield saving("form-131", 3, single, to("a"), to("a", "b"))
    yield saving("form-132", 2, single, {**BEGIN_GROUP, "save_to": "a"}, GOOD, END_GROUP)
    yield saving("form-133", 2, single, to("z#a"))
    yield saving("form-134", 2, [head, ("x", "")], GOOD)
    yield saving("form-135", 2, [head, ("x", "X", "${good}", "true()")], GOOD)
    yield saving("form-136", 2, [head, ("x", "X", "", "", "true()")], GOOD)
    yield saving("form-137", 2, both, to("a"))
    yield saving("form-138", 3, [head, ("x", "X ${good}"), ("y", "Y ${b}")], GOOD, {**GOOD, "name": "b"})
    inside = {**BEGIN, "name": "s"}
    yield saving("form-139", 6, single, BEGIN, to("a"), END, inside, to("b", "b"), END)
    yield saving("form-140", 2, single, to("x#y#z"))
    yield saving("form-141", 3, [head, ("x", "X"), ("x", "Y")], GOOD)
    yield saving("form-142", 2, [head, ("", "X")], GOOD)


CASES: Sequence[Case] = [
    *remarks(),
    *names(),
    *references(),
    *questions(),
    *files_and_loops(),
    *parameters(),
    *entities(),
]
