"""Charts as inline SVG: no script, no font, no colour that a page could not change.

What a page needs to know:

- `line`, `columns`, `stacked`, `bars`, `sparkline` each give one `<svg>` element as text, escaped and ready to be put
  into HTML as it is. Everything else in it comes from its arguments.
- A chart is `role="img"` with a title and a description that holds its values, so that it can be read aloud; each
  mark carries its own value as a tooltip.
- Colours come from classes (`plot-green`, `plot-a` …), their defaults from `STYLE`: put it into the page once, or serve
  it as a style sheet. Text and axes follow the page's own `color`, so light and dark both work; the page may set the
  `--plot-…` variables itself. Without any style sheet a chart is still legible.
- Sizes are in user units of the view box; the element grows with its container (`class="plot"`).

    from hub.plots import Series, columns
    svg = columns("各日红黄绿", days, [Series("绿", counts, tone="green"), Series("红", late, tone="red")])
"""

from hub.plots.bars import Bar, bars, stacked
from hub.plots.canvas import STYLE, TONES, Series
from hub.plots.over_time import columns, line, sparkline

__all__ = ["STYLE", "TONES", "Bar", "Series", "bars", "columns", "line", "sparkline", "stacked"]
