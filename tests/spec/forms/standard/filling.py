"""A small evaluator of XForms, to fill our forms in tests as a field client would.

It knows what our forms use: relevance, calculations, constraints, required answers, choice filters,
counted and free repeats, and the two events that give new entities their ids. Like the browser engine
it is strict: an event does not reach a node that is not relevant when the event happens.
"""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from khetane.forms.xml.compiled import compile_form
from khetane.forms.xml.entities import Extraction, entities
from khetane.forms.xml.instance import parse

Element = Any
XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
FROM_ROOT = re.compile(r"(?<![\w/.)\]*])/data(?=/)")  # inside a list's predicate "/" would be the list's root
TEMPLATE = f"{JR}template"
DATE_COMPARISON = re.compile(r"\. ([<>]=)\s+(today\(\)|[./]*/[\w/]+)")
PASSES = 12


class Filling:
    """One form being filled; `today` and the entity lists are given."""

    def __init__(self, xform: str, lists: Mapping[str, str], today: str) -> None:
        self.form: Element = etree.fromstring(
            xform.encode()
        )  # its stubs take every XPath for any kind of value
        self.today = today
        self.root = without_namespaces(next(self.form.iter(f"{XF}instance"))[0])
        self.binds: dict[str, Element] = {
            bind.get("nodeset", ""): bind for bind in self.form.iter(f"{XF}bind")
        }
        self.repeats: dict[str, Element] = {
            repeat.get("nodeset", ""): repeat for repeat in self.form.iter(f"{XF}repeat")
        }
        self.lists = {
            item.get("id"): self.read_list(item, lists)
            for item in self.form.iter(f"{XF}instance")
            if item.get("id")
        }
        self.node: Element = None
        self.hidden: dict[Element, str] = {}
        self.templates = self.take_templates()
        self.root.find("meta/instanceID").text = f"uuid:{uuid.uuid4()}"
        self.settle()
        self.fire("odk-instance-first-load", self.root)
        self.settle()

    # what a person does

    def set(self, path: str, value: str) -> None:
        """Answer a question; one that is not shown cannot be answered."""
        found = self.root.getroottree().xpath(path)
        if len(found) != 1 or not self.relevant(found[0]):
            raise LookupError(f"{path} is not shown now")
        found[0].text = value
        self.settle()

    def add(self, path: str) -> None:
        """Add one more instance of a free repeat."""
        self.grow(path, self.root.getroottree().xpath(path)[-1])
        self.settle()

    def shown(self, path: str) -> bool:
        return self.relevant(self.root.getroottree().xpath(path)[0])

    def choices(self, path: str) -> list[str]:
        """Codes offered for a question now."""
        generic = re.sub(r"\[\d+\]", "", path)
        itemset = self.form.xpath("//*[@ref=$ref]/*[local-name()='itemset']", ref=generic)[0]
        return [
            item.findtext("name")
            for item in self.evaluate(itemset.get("nodeset"), self.root.getroottree().xpath(path)[0])
        ]

    def problems(self) -> list[str]:
        """Paths of shown questions whose answer is missing or breaks its constraint."""
        return [f"{path}: {what}" for path, what in self.each_problem()]

    def entities(self) -> Extraction:
        """What the server reads from the submission: our own readers, not a second opinion."""
        return entities(parse(self.submission()), compile_form(etree.tostring(self.form)))

    def submission(self) -> bytes:
        """The filled form as it is sent: without what is not relevant."""
        sent = deepcopy(self.root)
        for node, copy in list(zip(self.root.iter(), sent.iter(), strict=True)):
            if not self.relevant(node) and copy.getparent() is not None:
                copy.getparent().remove(copy)
        return etree.tostring(sent)

    # how the form answers

    def each_problem(self) -> Iterator[tuple[str, str]]:
        for generic, bind in self.binds.items():
            for node in self.nodes(generic):
                if "/@" in generic or not self.relevant(node):
                    continue
                if not node.text and bind.get("required") == "true()":
                    yield generic, "required"
                constraint = bind.get("constraint")
                if node.text and constraint and not self.evaluate(self.dated(bind, constraint), node):
                    yield generic, "constraint"

    def dated(self, bind: Element, expression: str) -> str:
        """XPath 1.0 compares strings as numbers; a client compares dates as dates."""
        if bind.get("type") != "date":
            return expression
        return DATE_COMPARISON.sub(r"day-number(.) \1 day-number(\2)", expression)

    def settle(self) -> None:
        """Recalculate until nothing changes."""
        for _ in range(PASSES):
            if not (self.hide() | self.calculate() | self.count()):
                return
        raise RecursionError("the form's calculations do not come to rest")

    def hide(self) -> bool:
        """A node that is not relevant reads as empty in every expression; its answer comes back with it."""
        changed = False
        for node in [leaf for leaf in self.root.iter() if len(leaf) == 0]:
            relevant = self.relevant(node)
            if node.text and not relevant:
                self.hidden[node] = node.text
                node.text, changed = None, True
            elif relevant and node in self.hidden:
                node.text, changed = self.hidden.pop(node), True
        return changed

    def calculate(self) -> bool:
        changed = False
        for generic, bind in self.binds.items():
            expression = bind.get("calculate")
            for node in self.nodes(generic) if expression else ():
                if not self.relevant(node):
                    continue
                attribute = generic.partition("/@")[2]
                value = as_text(self.evaluate(one_step_less(expression) if attribute else expression, node))
                if value != ((node.get(attribute) if attribute else node.text) or ""):
                    changed = True
                    if attribute:
                        node.set(attribute, value)
                    else:
                        node.text = value
        return changed

    def count(self) -> bool:
        """Make counted repeats as many as their count says."""
        changed = False
        for generic, repeat in self.repeats.items():
            wanted = repeat.get(f"{JR}count")
            for parent in self.nodes(generic.rpartition("/")[0]) if wanted else ():
                name = generic.rpartition("/")[2]
                number = as_number(
                    self.evaluate(
                        wanted,
                        parent.find(f"{name}_count") if parent.find(f"{name}_count") is not None else parent,
                    )
                )
                while len(parent.findall(name)) > number:
                    parent.remove(parent.findall(name)[-1])
                    changed = True
                while len(parent.findall(name)) < number:
                    last = parent.findall(name)[-1:] or [parent.find(f"{name}_count")]
                    self.grow(generic, last[0] if last[0] is not None else parent[-1])
                    changed = True
        return changed

    def grow(self, generic: str, after: Element) -> None:
        fresh = deepcopy(self.templates[generic])
        after.addnext(fresh)
        self.calculate()
        self.fire("odk-new-repeat", fresh)

    def fire(self, event: str, within: Element) -> None:
        for action in self.form.iter(f"{XF}setvalue"):
            path, _, attribute = action.get("ref").partition("/@")
            for node in self.nodes(path) if event in action.get("event").split() else ():
                if self.relevant(node) and (node is within or within in node.iterancestors()):
                    value = as_text(self.evaluate(action.get("value"), node))
                    if attribute:
                        node.set(attribute, value)
                    else:
                        node.text = value

    def relevant(self, node: Element) -> bool:
        while node is not None:
            bind = self.binds.get(generic_path(node))
            if (
                bind is not None
                and bind.get("relevant")
                and not as_truth(self.evaluate(bind.get("relevant"), node))
            ):
                return False
            node = node.getparent()
        return True

    def nodes(self, generic: str) -> list[Element]:
        found: list[Element] = self.root.getroottree().xpath(generic.partition("/@")[0])
        return found

    def evaluate(self, expression: str, node: Element) -> Any:
        before, self.node = self.node, node
        try:
            rooted = FROM_ROOT.sub("form()", expression).replace("position(..", "place-of(..")
            return etree.XPath(rooted, extensions=self.functions())(node)
        finally:
            self.node = before

    def functions(self) -> dict[tuple[None, str], Callable[..., Any]]:
        def one(value: Any) -> str:
            return as_text(value)

        named: dict[str, Callable[..., Any]] = {
            "today": lambda c: self.today,
            "uuid": lambda c: str(uuid.uuid4()),
            "once": lambda c, value: self.node.text or one(value),
            "form": lambda c: [self.root],
            "current": lambda c: [self.node],
            "instance": lambda c, name: [self.lists[one(name)]],
            "if": lambda c, test, yes, no: yes if as_truth(test) else no,
            "int": lambda c, value: float("nan") if not one(value) or value != value else float(int(value)),
            "selected": lambda c, answer, code: one(code) in one(answer).split(),
            "selected-at": lambda c, answer, place: one(answer).split()[int(place)],
            "count-selected": lambda c, answer: float(len(one(answer).split())),
            "format-date": lambda c, day, shape: formatted(one(day), one(shape)),
            "day-number": lambda c, day: float(one(day).replace("-", "") or "nan"),
            "place-of": lambda c, nodes: float(
                1 + len(list(nodes[0].itersiblings(nodes[0].tag, preceding=True)))
            ),
        }
        return {(None, name): function for name, function in named.items()}

    def take_templates(self) -> dict[str, Element]:
        """Templates of the repeats, each with the templates inside it turned into plain instances."""
        found: dict[str, Element] = {}
        for node in [n for n in self.root.iter() if n.get(TEMPLATE) is not None]:
            found.setdefault(generic_path(node), node)
        for node in found.values():
            del node.attrib[TEMPLATE]
        templates = {path: deepcopy(node) for path, node in found.items()}
        for node in [n for n in self.root.iter() if n in found.values()]:
            if node.getparent() is not None:
                node.getparent().remove(node)
        for node in [n for n in self.root.iter() if n.get(TEMPLATE) is not None]:
            node.getparent().remove(node)
        return templates

    @staticmethod
    def read_list(instance: Element, lists: Mapping[str, str]) -> Element:
        if not instance.get("src"):
            return without_namespaces(instance)
        whole = etree.Element("instance")
        root = etree.SubElement(whole, "root")
        for row in csv.DictReader(io.StringIO(lists.get(instance.get("id"), ""))):
            item = etree.SubElement(root, "item")
            for column, value in row.items():
                etree.SubElement(item, column).text = value
        return whole


def without_namespaces(element: Element) -> Element:
    copy = etree.fromstring(etree.tostring(element))
    for node in copy.iter():
        node.tag = etree.QName(node).localname
    return copy


def generic_path(node: Element) -> str:
    steps = [node.tag, *(above.tag for above in node.iterancestors())]
    return "/" + "/".join(reversed(steps))


def one_step_less(expression: str) -> str:
    """A path that starts at an attribute, as it reads from the attribute's element."""
    return re.sub(r"(?<![\w/.)])\.\./|(?<=current\(\)/)\.\./", "", expression)


def formatted(day: str, shape: str) -> str:
    if not day:
        return ""
    year, month, date = day.split("-")
    return shape.replace("%Y", year).replace("%m", month).replace("%d", date)


def as_text(value: Any) -> str:
    if isinstance(value, list):
        return as_text(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if value != value else f"{value:g}" if value < 1e6 else str(int(value))
    return value.text or "" if hasattr(value, "tag") else str(value)


def as_truth(value: Any) -> bool:
    return bool(value)


def as_number(value: Any) -> float:
    text = as_text(value)
    return float(text) if text else 0.0
