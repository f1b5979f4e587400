"""What a file is, by its bytes: a name or a sender's word is no evidence.

The types of `models.documents.MEDIA_TYPES` are told apart here, because general tables know half of them
and call those by other names. Everything else is named by `puremagic`, so that a refusal can say what came
instead.
"""

import re
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

import puremagic

from models.documents import MEDIA_TYPES

HEAD_BYTES: Final = 1 << 16
"""How much of a file is looked at."""

OVERLAPS: Final[Mapping[str, frozenset[str]]] = {
    # A shapefile is several files of one name (.shp, .shx, .dbf: ESRI Shapefile Technical Description), which
    # travel as one only when zipped.
    "application/vnd.shp": frozenset({"application/zip"}),
    # ifcZIP, buildingSMART's compressed form of IFC, goes under the same type.
    "application/x-step": frozenset({"application/zip"}),
}
"""Declared type → what the bytes may be besides. Office files, KMZ and other zip containers count as zip."""

_DXF_SENTINEL: Final = b"AutoCAD Binary DXF\r\n\x1a\x00"
_DXF_PAIR: Final = re.compile(rb"[ \t]*(\d{1,4})[ \t]*\r?\n([^\r\n]*)\r?\n")
_ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF_WINDOW: Final = 1024
_BOM: Final = b"\xef\xbb\xbf"
# A string that the end of the head cuts is one token too; tried again from each quote in it, it would cost
# the square of its length.
_JSON_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.?)*+"?|[{}\[\]:,]|[^\s"{}\[\]:,]+', re.DOTALL)
_GEOJSON_TYPES: Final = frozenset(
    {b'"FeatureCollection"', b'"Feature"', b'"GeometryCollection"', b'"Point"', b'"MultiPoint"'}
    | {b'"LineString"', b'"MultiLineString"', b'"Polygon"', b'"MultiPolygon"'}
)
_GEOJSON_HOLDERS: Final = frozenset({b'"features"', b'"geometries"', b'"geometry"'})
_LEAST_CONFIDENCE: Final = 0.3  # three bytes: below that, puremagic's tables fit by chance


def media_type_of(path: Path) -> str | None:
    """The media type of a file by its first `HEAD_BYTES`, or `None` when nothing known fits.

    One of `models.documents.MEDIA_TYPES` when it is one; otherwise whatever else it looks like, for the
    sentence of a refusal. Raises `OSError` when it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for media_type, fits in _TESTS.items():
        if fits(head):
            return media_type
    foreign = _foreign(head)
    if foreign is None and b"%PDF-" in head[:_PDF_WINDOW]:
        # Readers accept a PDF whose header follows other bytes (PDF Reference 1.7, appendix H, note 13). Only
        # where nothing else fits, or a file could be two things at once.
        return "application/pdf"
    return foreign


def agrees(declared: str, actual: str | None) -> bool:
    """Whether a file that is `actual` may be called `declared`: the same type, or one of its `OVERLAPS`."""
    return actual is not None and (actual == declared or actual in OVERLAPS.get(declared, ()))


def _foreign(head: bytes) -> str | None:
    try:
        matches = puremagic.magic_string(head)
    except (ValueError, puremagic.PureError):  # empty, or nothing fits
        return None
    for match in matches:
        # One of our own types here would be one that the tests above have already denied.
        if match.confidence >= _LEAST_CONFIDENCE and match.mime_type and match.mime_type not in MEDIA_TYPES:
            return str(match.mime_type)
    return None


def _is_dwg(head: bytes) -> bool:
    # AC10 and two digits, since release 13: Open Design Specification for .dwg files, chapter 3.
    return head.startswith(b"AC10") and head[4:6].isdigit()


def _is_shp(head: bytes) -> bool:
    # ESRI Shapefile Technical Description, table 1: file code 9994 big-endian, version 1000 little-endian.
    return head[:4] == (9994).to_bytes(4, "big") and head[28:32] == (1000).to_bytes(4, "little")


def _is_step(head: bytes) -> bool:
    # ISO 10303-21, 5.4: the exchange structure begins with this special token.
    return head.removeprefix(_BOM).lstrip().startswith(b"ISO-10303-21;")


def _is_dxf(head: bytes) -> bool:
    # DXF Reference, "General DXF file structure": pairs of a group code and a value, comments are pairs of
    # code 999, and everything stands in sections.
    if head.startswith(_DXF_SENTINEL):
        return True
    pairs: list[tuple[int, bytes]] = []
    position = len(_BOM) if head.startswith(_BOM) else 0
    while len(pairs) < 2 and (pair := _DXF_PAIR.match(head, position)):
        position = pair.end()
        if pair[1] != b"999":
            pairs.append((int(pair[1]), pair[2].strip()))
    return [code for code, _ in pairs] == [0, 2] and pairs[0][1] == b"SECTION"


def _is_geojson(head: bytes) -> bool:
    """RFC 7946: an object whose member "type" is one of nine names.

    Members stand in any order, so the type may come after a list of features longer than what is read;
    then the type of something in that list decides.
    """
    text = head.removeprefix(_BOM).lstrip()
    if not text.startswith(b"{"):
        return False
    tokens = [match[0] for match in _JSON_TOKEN.finditer(text)]
    depth, member, held = 0, b"", False
    for token, after, value in zip(tokens, islice(tokens, 1, None), islice(tokens, 2, None), strict=False):
        depth += (token in b"{[") - (token in b"}]")
        if after != b":" or not token.startswith(b'"'):
            continue
        if depth == 1 and token == b'"type"':
            return value in _GEOJSON_TYPES
        if depth == 1:
            member = token
        held = (
            held
            or member == b'"coordinates"'
            or (member in _GEOJSON_HOLDERS and token == b'"type"' and value in _GEOJSON_TYPES)
        )
    return held and len(head) == HEAD_BYTES


_TESTS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "application/pdf": lambda head: head.startswith(b"%PDF-"),
    "application/zip": lambda head: head.startswith(_ZIP_STARTS),
    "image/vnd.dwg": _is_dwg,
    "application/vnd.shp": _is_shp,
    "application/x-step": _is_step,
    "image/vnd.dxf": _is_dxf,
    "application/geo+json": _is_geojson,
}
