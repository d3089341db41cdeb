"""What axe-core finds wrong with a page: WCAG 2.2, levels A and AA, and best practice."""

from __future__ import annotations

from playwright.sync_api import Page

from khetane.web.build import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# What is still opening, fading or scrolling is not yet what a person is asked to read or to hit.
AT_REST = """async () => {
    await Promise.all(document.getAnimations()
        .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
        .map(one => one.finished.catch(() => null)));
    let before;
    do {
        before = [scrollX, scrollY, document.documentElement.scrollHeight].join();
        await new Promise(later => setTimeout(later, 100));
    } while (before !== [scrollX, scrollY, document.documentElement.scrollHeight].join());
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[object]:
    """Each broken rule with where on the page, once all of it is there and nothing moves."""
    page.wait_for_load_state()
    page.evaluate(AT_REST)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]]
