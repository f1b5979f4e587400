"""What all charts share: series, tones, scales, and how an element is written."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Final

WIDTH: Final = 720.0
"""User units of a chart's width; its text is 12 of them high."""
TEXT: Final = 12.0

TONES: Final = {
    "green": ("#2e7d4f", "#5fbf8a"),
    "yellow": ("#c98a00", "#f0c04c"),
    "red": ("#c0392b", "#f0776a"),
    "grey": ("#8a8f98", "#9aa1ac"),
    "a": ("#2f6db5", "#78aef0"),
    "b": ("#7a4fa3", "#b793dd"),
    "c": ("#00838a", "#4fc3c8"),
    "d": ("#b5542f", "#ec9a76"),
    "e": ("#5d6b2f", "#aebd78"),
    "f": ("#a33f6f", "#e08bb2"),
}
"""Tones by name: their colour on a light page and on a dark one. `a` to `f` mean nothing by themselves."""

_LIGHT: Final = "".join(f"--plot-{name}:{light};" for name, (light, _) in TONES.items())
_DARK: Final = "".join(f"--plot-{name}:{dark};" for name, (_, dark) in TONES.items())

STYLE: Final = (
    f":root{{{_LIGHT}}}@media screen and (prefers-color-scheme:dark){{:root{{{_DARK}}}}}"
    ".plot{display:block;width:100%;height:auto;max-width:60rem;color:inherit}"
    ".plot text{fill:currentColor;font:12px system-ui,sans-serif}"
    ".plot .plot-quiet{opacity:.72}.plot .plot-grid{stroke:currentColor;opacity:.16}"
    ".plot-sparkline{display:inline-block;width:7rem;height:1.5rem;vertical-align:middle}"
    + "".join(
        f".plot .plot-{name}{{fill:var(--plot-{name})}}.plot .plot-line-{name}{{stroke:var(--plot-{name})}}"
        for name in TONES
    )
)
"""The style sheet of the charts."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values in the order of a chart's labels; `None` where there is none. `tone` is one of `TONES`."""

    name: str
    values: Sequence[float | None]
    tone: str = "a"


def number(value: float) -> str:
    """A value as it is shown: at most two decimals, thousands apart."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def at(value: float) -> str:
    """A coordinate."""
    return f"{value:.1f}".removesuffix(".0")


def text_width(text: str, size: float = TEXT) -> float:
    """About how wide a text is: a Chinese character is as wide as it is high."""
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return size * (wide + 0.64 * (len(text) - wide))


def shortened(text: str, room: float) -> str:
    """`text`, cut with an ellipsis where it is wider than `room`."""
    if text_width(text) <= room:
        return text
    while text and text_width(text + "…") > room:
        text = text[:-1]
    return text + "…"


def ticks(highest: float, count: int = 4, *, whole: bool = False) -> list[float]:
    """Round values from 0 to at least `highest`, about `count` steps apart."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    if whole:
        step = max(1.0, math.ceil(step))
    return [step * place for place in range(math.ceil(highest / step - 1e-9) + 1)]


def all_whole(series: Iterable[Series]) -> bool:
    """Whether every value is a whole number: then no axis shows a fraction."""
    return all(value is None or value % 1 == 0 for each in series for value in each.values)


def label(x: float, y: float, text: str, *, anchor: str = "start", quiet: bool = False) -> str:
    """A text; `anchor` as in SVG."""
    tone = ' class="plot-quiet"' if quiet else ""
    return (
        f'<text x="{at(x)}" y="{at(y)}" text-anchor="{anchor}" fill="currentColor" font-size="12"{tone}>'
        f"{escape(text)}</text>"
    )


def block(x: float, y: float, width: float, height: float, tone: str, told: str) -> str:
    """A filled rectangle with its value as a tooltip."""
    return (
        f'<rect class="plot-{tone}" fill="{TONES[tone][0]}" x="{at(x)}" y="{at(y)}" width="{at(max(width, 0.5))}" '
        f'height="{at(max(height, 0.5))}"><title>{escape(told)}</title></rect>'
    )


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    """A thin line of the grid."""
    return (
        f'<line class="plot-grid" stroke="currentColor" stroke-opacity="0.3" '
        f'x1="{at(x1)}" y1="{at(y1)}" x2="{at(x2)}" y2="{at(y2)}"/>'
    )


def legend(series: Sequence[Series], x: float, y: float) -> tuple[list[str], float]:
    """Names beside their colours, on as many lines as they need; the elements and the height they take."""
    parts: list[str] = []
    left, top = x, y
    for each in series:
        wide = 18 + text_width(each.name) + 16
        if left > x and left + wide > WIDTH:
            left, top = x, top + 18
        parts += [block(left, top, 11, 11, each.tone, each.name), label(left + 16, top + 10, each.name)]
        left += wide
    return parts, top - y + 24


def told(labels: Sequence[str], series: Sequence[Series]) -> str:
    """A chart's values in words, for whoever does not see it."""
    return "; ".join(
        f"{each.name}: "
        + ", ".join(
            f"{name} {'–' if value is None else number(value)}"
            for name, value in zip(labels, each.values, strict=True)
        )
        for each in series
    )


def svg(title: str, description: str, height: float, parts: Iterable[str], *, width: float = WIDTH) -> str:
    """The whole element."""
    body = "".join(parts)
    mark = sha256(f"{title}{description}{body}".encode()).hexdigest()[:10]
    shape = f'viewBox="0 0 {at(width)} {at(height)}"'
    return (
        f'<svg class="plot" xmlns="http://www.w3.org/2000/svg" {shape} role="img" '
        f'aria-labelledby="t{mark} d{mark}"><title id="t{mark}">{escape(title)}</title>'
        f'<desc id="d{mark}">{escape(description)}</desc>{body}</svg>'
    )
