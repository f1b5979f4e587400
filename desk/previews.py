"""A look at a document without opening it: a page of a PDF as a picture, a drawing as lines.

What is too large, or cannot be drawn, has no preview; it can still be fetched whole.
"""

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pypdfium2

PDF: Final = "application/pdf"
DXF: Final = "image/vnd.dxf"
LARGEST: Final = {PDF: 64 << 20, DXF: 16 << 20}
"""Bytes of a document that is still drawn, by media type."""
_PIXELS: Final = 1400
_LARGEST_PICTURE: Final = 8 << 20
_KEPT: Final = 24
_MARGIN_MM: Final = 5
_SHEET_MM: Final = (420, 297)


class NoPreview(Exception):
    """This document cannot be shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a browser shows: bytes and their media type."""

    content: bytes
    media_type: str


_drawing: Final = threading.Lock()
"""PDFium bears one caller at a time, and one drawing at a time is enough for two cores."""
_pictures: OrderedDict[str, Picture] = OrderedDict()


def shows(media_type: str, size_bytes: int) -> bool:
    """Whether a document of this kind and size has a preview."""
    return size_bytes <= LARGEST.get(media_type, -1)


def preview(path: Path, media_type: str) -> Picture:
    """The picture of the document at `path`, whose name is its hash. Blocks. Raises `NoPreview`."""
    with _drawing:
        if path.name not in _pictures:
            _pictures[path.name] = _drawn(path, media_type)
            if len(_pictures) > _KEPT:
                _pictures.popitem(last=False)
        _pictures.move_to_end(path.name)
        return _pictures[path.name]


def _drawn(path: Path, media_type: str) -> Picture:
    if not shows(media_type, path.stat().st_size):
        raise NoPreview(media_type)
    try:
        picture = _page(path) if media_type == PDF else _lines(path)
    except (
        Exception
    ) as error:  # a file from outside can be wrong in more ways than its readers have names for
        raise NoPreview(type(error).__name__) from error
    if len(picture.content) > _LARGEST_PICTURE:
        raise NoPreview("picture too large")
    return picture


def _page(path: Path) -> Picture:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        scale = _PIXELS / max(*page.get_size(), 1)
        buffer = io.BytesIO()
        page.render(scale=scale).to_pil().save(buffer, "PNG", optimize=True)
        return Picture(buffer.getvalue(), "image/png")
    finally:
        document.close()


def _lines(path: Path) -> Picture:
    # Half a second of imports, only for who looks at a drawing.
    from ezdxf import recover
    from ezdxf.addons.drawing import config, layout, svg
    from ezdxf.addons.drawing.frontend import Frontend
    from ezdxf.addons.drawing.properties import RenderContext

    document, _ = recover.readfile(path)
    backend = svg.SVGBackend()
    plain = config.Configuration(
        background_policy=config.BackgroundPolicy.WHITE, color_policy=config.ColorPolicy.BLACK
    )
    Frontend(RenderContext(document), backend, config=plain).draw_layout(
        document.modelspace(), filter_func=_can_be_written
    )
    sheet = layout.Page(
        0,
        0,
        layout.Units.mm,
        margins=layout.Margins.all(_MARGIN_MM),
        max_width=_SHEET_MM[0],
        max_height=_SHEET_MM[1],
    )
    return Picture(backend.get_string(sheet).encode(), "image/svg+xml")


def _can_be_written(entity: Any) -> bool:
    # The drawing library has no Chinese letters: lines without words are better than boxes in their place.
    words = entity.plain_text() if entity.dxftype() in {"TEXT", "MTEXT"} else ""
    return all(sign < "\u2e80" for sign in words)
