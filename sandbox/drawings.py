"""Small real drawings, PDF and DXF: the same bytes for the same text and seed on every run."""

import io
from collections.abc import Sequence
from random import Random

from ezdxf.addons.r12writer import r12writer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_SONG = "STSong-Light"
_PAGE = (842, 595)
_LAYERS = (("GEISHUI", "给水"), ("DIANLI", "电力"), ("RANQI", "燃气"), ("TONGXIN", "通信"))

pdfmetrics.registerFont(UnicodeCIDFont(_SONG))


def _sheet(lines: Sequence[str]) -> tuple[io.BytesIO, Canvas]:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=_PAGE, invariant=1)
    for number, line in enumerate(lines):
        canvas.setFont(_SONG, 20 if number == 0 else 11)
        canvas.drawString(60, 530 - 26 * number, line)
    return out, canvas


def letter(lines: Sequence[str]) -> bytes:
    """A one-page PDF letter; the first line is its title."""
    out, canvas = _sheet(lines)
    canvas.save()
    return out.getvalue()


def site_plan(lines: Sequence[str], seed: str) -> bytes:
    """A PDF site plan (总平面图): the text, the plot's outline, roads and some buildings."""
    rng = Random(seed)
    out, canvas = _sheet(lines)
    canvas.setLineWidth(1.2)
    canvas.rect(60, 60, 720, 300)
    canvas.setDash(6, 3)
    canvas.line(60, 210, 780, 210)
    canvas.setDash()
    for number in range(rng.randint(3, 8)):
        x, y = 80 + number * 85, 80 + 160 * (number % 2)
        width, depth = rng.randint(40, 70), rng.randint(40, 110)
        canvas.rect(x, y, width, depth)
        canvas.setFont(_SONG, 9)
        canvas.drawString(x + 6, y + depth / 2, f"{number + 1}# {rng.randint(3, 33)}F")
    canvas.save()
    return out.getvalue()


def pipe_plan(title: str, seed: str) -> bytes:
    """A DXF pipe plan (管线综合图), release 12: one layer per utility, with its line and the branches."""
    rng = Random(seed)
    out = io.StringIO()
    with r12writer(out, fixed_tables=True) as drawing:
        drawing.add_text(_escaped(title), insert=(0, 140), height=5, layer="TUKUANG")
        drawing.add_polyline_2d([(0, 0), (200, 0), (200, 130), (0, 130)], closed=True, layer="TUKUANG")
        for number, (layer, name) in enumerate(_LAYERS):
            y = 15 + number * 30
            drawing.add_line((0, y), (200, y), layer=layer)
            drawing.add_text(_escaped(name), insert=(2, y + 2), height=3, layer=layer)
            for _ in range(rng.randint(2, 5)):
                x = rng.randint(10, 190)
                drawing.add_line((x, y), (x, y + rng.randint(5, 14)), layer=layer)
                drawing.add_circle((x, y), radius=1, layer=layer)
    return out.getvalue().encode("ascii")


def _escaped(text: str) -> str:
    """The text in ASCII, other characters as DXF writes them in release 12."""
    return "".join(c if c.isascii() else f"\\U+{ord(c):04X}" for c in text)
