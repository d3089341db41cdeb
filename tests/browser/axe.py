"""What axe-core finds wrong with a page: WCAG 2.2, levels A and AA, and best practice."""

from __future__ import annotations

from playwright.sync_api import Page

from khetane.web.build import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[object]:
    """Each broken rule with where on the page, once all of it is there."""
    page.wait_for_load_state()
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]]
