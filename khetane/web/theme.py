"""Our colour tokens for Designsystemet: nine base colours become its sixteen steps each.

A step is the base colour moved, in OKLCH, to a fixed relative luminance (the WCAG measure), so
contrast between two steps is the same for every colour and can be proved for all of them at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

Rgb = tuple[float, float, float]

BASES = {
    "accent": "#1b5e63",  # deep lake
    "brand1": "#a3482a",  # fired clay
    "brand2": "#7a5a12",  # ochre
    "neutral": "#3a342e",  # warm stone
    "info": "#24568f",
    "success": "#2a6a35",
    "warning": "#a65f00",
    "danger": "#a8232b",
}

# Relative luminance of each step; text-subtle on any background is at least 4.5 to 1.
LUMINANCE = {
    "background-default": 1.0,
    "background-tinted": 0.93,
    "surface-default": 1.0,
    "surface-tinted": 0.86,
    "surface-hover": 0.77,
    "surface-active": 0.67,
    "border-subtle": 0.6,
    "border-default": 0.2,
    "border-strong": 0.11,
    "text-subtle": 0.105,
    "text-default": 0.024,
    "base-default": 0.095,
    "base-hover": 0.06,
    "base-active": 0.037,
    "base-contrast-subtle": 0.84,
    "base-contrast-default": 1.0,
}
PAGE = "#fbf8f3"  # warm paper behind white surfaces
PAGE_TINTED = "#f4eee4"


def stylesheet() -> str:
    """The layer that stands in for the package's own light colour scheme."""
    tokens = [f"--ds-color-{name}-{step}:{value}" for name, step, value in scheme()]
    tokens += [
        "--ds-color-focus-inner:#fff",
        "--ds-color-focus-outer:#1c1915",
        "--ds-link-color-visited:#5b3a6b",
        "color-scheme:light",
    ]
    body = ";".join(tokens)
    return f"@layer ds.theme.color-scheme.light{{:root,[data-color-scheme]{{{body}}}}}\n"


def scheme() -> Iterator[tuple[str, str, str]]:
    """Every colour's every step as (colour, step, hexadecimal)."""
    for name, base in BASES.items():
        for step, luminance in LUMINANCE.items():
            yield name, step, tone(name, base, step, luminance)


def tone(name: str, base: str, step: str, luminance: float) -> str:
    if name == "neutral" and step == "background-default":
        return PAGE
    if name == "neutral" and step == "background-tinted":
        return PAGE_TINTED
    return at_luminance(base, luminance)


def at_luminance(base: str, luminance: float) -> str:
    """The colour with the base's hue whose relative luminance is `luminance`."""
    if luminance >= 1.0:
        return "#ffffff"
    _, chroma, hue = to_oklch(from_hex(base))
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if relative_luminance(tinted(middle, chroma, hue)) < luminance:
            low = middle
        else:
            high = middle
    return to_hex(tinted(high, chroma, hue))


def tinted(lightness: float, chroma: float, hue: float) -> Rgb:
    """An sRGB colour inside the gamut; very light tones carry less colour."""
    chroma *= min(1.0, (1.0 - lightness) * 2.4 + 0.06)
    while chroma > 0.0005:
        rgb = from_oklch(lightness, chroma, hue)
        if all(-0.0005 <= part <= 1.0005 for part in rgb):
            return rgb
        chroma *= 0.96
    return from_oklch(lightness, 0.0, hue)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    dark, light = sorted(relative_luminance(from_hex(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def relative_luminance(rgb: Rgb) -> float:
    red, green, blue = (linear(part) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def gamma(part: float) -> float:
    if part <= 0.0031308:
        return 12.92 * part
    return float(1.055 * part ** (1 / 2.4) - 0.055)


def from_hex(colour: str) -> Rgb:
    red, green, blue = (int(colour[a:b], 16) / 255 for a, b in pairwise((1, 3, 5, 7)))
    return red, green, blue


def to_hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in rgb)


def to_oklch(rgb: Rgb) -> tuple[float, float, float]:
    """sRGB to OKLCH (Björn Ottosson's published matrices)."""
    red, green, blue = (linear(part) for part in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return gamma(red), gamma(green), gamma(blue)
