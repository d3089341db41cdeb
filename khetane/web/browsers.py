"""What a browser says of itself, in two words: so that one's own are told from a stranger's."""

from __future__ import annotations

# What is looked for, in this order, since most name themselves after others too, and what people call it.
BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser/": "Samsung Internet", "Firefox/": "Firefox", "FxiOS/": "Firefox",
    "CriOS/": "Chrome", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "CrOS": "ChromeOS", "Mac OS X": "macOS",
    "Linux": "Linux",
}  # fmt: skip


def browser(user_agent: str) -> str:
    """`Firefox · Android`; as much of it as is known, else nothing."""
    found = (
        next((name for sign, name in known.items() if sign in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, found))
