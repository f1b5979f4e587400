"""Charts along time: lines, stacked columns, and a line small enough for a table's cell."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final

from hub.plots.canvas import (
    TONES,
    WIDTH,
    Series,
    all_whole,
    at,
    block,
    label,
    legend,
    number,
    rule,
    svg,
    text_width,
    ticks,
    told,
)

_PLOT: Final = 190.0
_TOP: Final = 10.0


class _Frame:
    """Where values lie: axes with their labels, and the legend above them."""

    def __init__(self, labels: Sequence[str], series: Sequence[Series], highest: float, unit: str) -> None:
        self.scale = ticks(highest, whole=all_whole(series))
        shown = [number(value) + unit for value in self.scale]
        self.left = max(map(text_width, shown)) + 10
        self.right = WIDTH - 14
        above, height = legend(series, self.left, _TOP) if len(series) > 1 else ([], 4.0)
        self.top = _TOP + height
        self.bottom = self.top + _PLOT
        self.height = self.bottom + 24
        self.step = (self.right - self.left) / max(len(labels), 1)
        self.parts = [*above]
        for value, text in zip(self.scale, shown, strict=True):
            y = self.y(value)
            self.parts += [
                rule(self.left, y, self.right, y),
                label(self.left - 6, y + 4, text, anchor="end", quiet=True),
            ]
        self._name(labels)

    def y(self, value: float) -> float:
        return self.bottom - _PLOT * value / self.scale[-1]

    def x(self, place: int) -> float:
        return self.left + self.step * (place + 0.5)

    def _name(self, labels: Sequence[str]) -> None:
        # As many labels as fit, the first always, evenly apart.
        widest = max(map(text_width, labels), default=0.0) + 12
        every = max(1, -(-int(widest) // max(int(self.step), 1)))
        for place in range(0, len(labels), every):
            half = text_width(labels[place]) / 2
            x = min(max(self.x(place), self.left + half - 8), WIDTH - half)
            self.parts.append(label(x, self.bottom + 17, labels[place], anchor="middle", quiet=True))


def line(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    highest: float | None = None,
    description: str = "",
) -> str:
    """Lines over `labels` (days, months …), all from 0 to `highest` (default: the highest value).

    A gap in the values is a gap in the line.
    """
    top = highest or max((value or 0 for each in series for value in each.values), default=0)
    frame = _Frame(labels, series, top, unit)
    parts = frame.parts
    for each in series:
        points = [
            None if value is None else (frame.x(place), frame.y(value))
            for place, value in enumerate(each.values)
        ]
        path = _path(points)
        parts.append(
            f'<path class="plot-line-{each.tone}" stroke="{TONES[each.tone][0]}" fill="none" stroke-width="2" '
            f'stroke-linejoin="round" d="{path}"/>'
        )
        for place, point in enumerate(points):
            if point is not None:
                words = f"{each.name} {labels[place]}: {number(each.values[place] or 0)}{unit}"
                parts.append(_dot(*point, each.tone, words, small=len(labels) > 40))
    return svg(title, description or told(labels, series), frame.height, parts)


def columns(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    description: str = "",
) -> str:
    """Columns over `labels`, the series of each standing on one another in the order given."""
    sums = [sum(each.values[place] or 0 for each in series) for place in range(len(labels))]
    frame = _Frame(labels, series, max(sums, default=0), unit)
    wide = min(frame.step * 0.78, 46)
    for place, name in enumerate(labels):
        base = 0.0
        for each in series:
            value = each.values[place] or 0
            if value:
                high, low = frame.y(base + value), frame.y(base)
                words = f"{name} {each.name}: {number(value)}{unit}"
                frame.parts.append(block(frame.x(place) - wide / 2, high, wide, low - high, each.tone, words))
            base += value
    return svg(title, description or told(labels, series), frame.height, frame.parts)


def sparkline(title: str, values: Sequence[float | None], *, tone: str = "a") -> str:
    """A line without axes, for a table's cell; the last value is marked."""
    width, height = 112.0, 24.0
    known = [value for value in values if value is not None]
    highest = max([*known, 0]) or 1.0
    step = (width - 8) / max(len(values) - 1, 1)
    points = [
        None if value is None else (4 + place * step, height - 4 - (height - 8) * value / highest)
        for place, value in enumerate(values)
    ]
    drawn = [point for point in points if point is not None]
    parts = [
        f'<path class="plot-line-{tone}" stroke="{TONES[tone][0]}" fill="none" stroke-width="1.5" d="{_path(points)}"/>'
    ]
    if drawn:
        parts.append(_dot(*drawn[-1], tone, number(known[-1]), small=False))
    spoken = ", ".join("–" if value is None else number(value) for value in values)
    whole = svg(title, spoken, height, parts, width=width)
    return whole.replace('class="plot"', 'class="plot plot-sparkline" width="112" height="24"', 1)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    moves = []
    for before, point in pairwise([None, *points]):
        if point is not None:
            moves.append(f"{'M' if before is None else 'L'}{at(point[0])} {at(point[1])}")
    return "".join(moves)


def _dot(x: float, y: float, tone: str, words: str, *, small: bool) -> str:
    return (
        f'<circle class="plot-{tone}" fill="{TONES[tone][0]}" cx="{at(x)}" cy="{at(y)}" r="{1.6 if small else 3}">'
        f"<title>{escape(words)}</title></circle>"
    )
