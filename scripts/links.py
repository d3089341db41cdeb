"""Every relative link in the documentation leads to a file, and to a heading where it names one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|<img[^>]+src=\"([^\"]+)\"")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")


def main() -> int:
    pages = documents()
    broken = [problem for page in pages for problem in problems_of(page)]
    print("\n".join(broken) if broken else f"{len(pages)} documents, every relative link leads somewhere")
    return 1 if broken else 0


def documents() -> list[Path]:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [ROOT / name for name in tracked.stdout.split("\0") if name]


def problems_of(page: Path) -> list[str]:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = [first or second for first, second in LINK.findall(text)]
    return [
        f"{page.relative_to(ROOT)}: {target} {why}" for target in targets if (why := why_broken(page, target))
    ]


def why_broken(page: Path, target: str) -> str:
    if ELSEWHERE.match(target):
        return ""
    name, _, anchor = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    if not file.exists():
        return "leads to no file"
    if anchor and file.suffix == ".md" and anchor not in anchors(file):
        return "names a heading that is not there"
    return ""


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+\s+(.*)$", CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


if __name__ == "__main__":
    sys.exit(main())
