"""Horizontal bars: one value a row, or several that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hub.plots.canvas import WIDTH, Series, block, label, legend, number, shortened, svg, text_width, told

_ROW: Final = 26.0
_MOST_NAME: Final = 230.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its value, and words to show instead of the bare number. `None` is shown as a dash."""

    name: str
    value: float | None
    shown: str = ""
    tone: str = "a"


def bars(
    title: str, rows: Sequence[Bar], *, unit: str = "", highest: float | None = None, description: str = ""
) -> str:
    """One bar a row, in the order given; `highest` is the value of a full bar (default: the highest one)."""
    words = [row.shown or ("–" if row.value is None else number(row.value) + unit) for row in rows]
    left = _names_width([row.name for row in rows])
    room = WIDTH - left - max(map(text_width, words), default=0) - 16
    full = highest or max((row.value or 0 for row in rows), default=0) or 1
    parts = []
    for place, (row, shown) in enumerate(zip(rows, words, strict=True)):
        y = 6 + place * _ROW
        wide = room * min((row.value or 0) / full, 1)
        parts.append(_name(row.name, left, y))
        if row.value:
            parts.append(block(left, y + 3, wide, _ROW - 9, row.tone, f"{row.name}: {shown}"))
        parts.append(label(left + wide + 6, y + 15, shown))
    spoken = description or "; ".join(f"{row.name} {shown}" for row, shown in zip(rows, words, strict=True))
    return svg(title, spoken, 12 + _ROW * max(len(rows), 1), parts)


def stacked(
    title: str,
    names: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    description: str = "",
) -> str:
    """A bar for each of `names`, made of the values of all series; the sum stands behind it."""
    sums = [sum(each.values[place] or 0 for each in series) for place in range(len(names))]
    left = _names_width(names)
    room = WIDTH - left - max((text_width(number(value) + unit) for value in sums), default=0) - 16
    full = max(sums, default=0) or 1
    parts, top = legend(series, left, 6)
    for place, name in enumerate(names):
        y = 6 + top + place * _ROW
        parts.append(_name(name, left, y))
        x = left
        for each in series:
            value = each.values[place] or 0
            if value:
                wide = room * value / full
                words = f"{name} {each.name}: {number(value)}{unit}"
                parts.append(block(x, y + 3, wide, _ROW - 9, each.tone, words))
                x += wide
        parts.append(label(x + 6, y + 15, number(sums[place]) + unit))
    return svg(title, description or told(names, series), 12 + top + _ROW * max(len(names), 1), parts)


def _names_width(names: Sequence[str]) -> float:
    return min(max(map(text_width, names), default=0), _MOST_NAME) + 14


def _name(name: str, left: float, y: float) -> str:
    return label(left - 8, y + 15, shortened(name, _MOST_NAME), anchor="end")
