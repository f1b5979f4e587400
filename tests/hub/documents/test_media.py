"""What a file is, by its bytes."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from ezdxf.filemanagement import new as new_dxf
from reportlab.pdfgen import canvas

from hub.documents.media import HEAD_BYTES, OVERLAPS, agrees, media_type_of
from models.documents import MEDIA_TYPES

POLYGON = {"type": "Polygon", "coordinates": [[[31.2, 107.4], [31.3, 107.4], [31.3, 107.5], [31.2, 107.4]]]}
FEATURE = {"type": "Feature", "properties": {"name": "红线"}, "geometry": POLYGON}
MANY = [FEATURE] * 1000


def pdf() -> bytes:
    file = io.BytesIO()
    page = canvas.Canvas(file)
    page.drawString(72, 72, "site plan")
    page.save()
    return file.getvalue()


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return file.getvalue()


def dxf(form: str, version: str = "R2010") -> bytes:
    drawing = new_dxf(version)
    drawing.modelspace().add_line((0, 0), (1, 1))
    if form == "binary":
        file = io.BytesIO()
        drawing.write(file, fmt="bin")
        return file.getvalue()
    text = io.StringIO()
    drawing.write(text)
    return text.getvalue().encode()


def shp() -> bytes:
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<2i", 1000, 5) + bytes(64)


def ifc() -> bytes:
    return b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n"


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@pytest.fixture
def type_of(tmp_path: Path) -> Callable[[bytes], str | None]:
    def named(content: bytes) -> str | None:
        path = tmp_path / "incoming.part"  # no name helps
        path.write_bytes(content)
        return media_type_of(path)

    return named


TypeOf = Callable[[bytes], str | None]

OURS = {
    "a PDF": (pdf(), "application/pdf"),
    "a PDF after a byte order mark": (b"\xef\xbb\xbf" + pdf(), "application/pdf"),
    "a PDF after what a mail program left": (
        b"Content-Type: application/pdf\r\n\r\n" + pdf(),
        "application/pdf",
    ),
    "a drawing of AutoCAD 2018": (b"AC1032" + bytes(500), "image/vnd.dwg"),
    "a drawing of AutoCAD R14": (b"AC1014" + bytes(500), "image/vnd.dwg"),
    "a DXF": (dxf("ascii"), "image/vnd.dxf"),
    "an R12 DXF with Windows line ends": (dxf("ascii", "R12").replace(b"\n", b"\r\n"), "image/vnd.dxf"),
    "a DXF that begins with comments": (
        b"999\nSouth CASS 10.1\n999\n" + "管线".encode("gb18030") + b"\n" + dxf("ascii"),
        "image/vnd.dxf",
    ),
    "a DXF with only entities": (b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", "image/vnd.dxf"),
    "a binary DXF": (dxf("binary"), "image/vnd.dxf"),
    "an IFC model": (ifc(), "application/x-step"),
    "an IFC model after a byte order mark": (b"\xef\xbb\xbf\n" + ifc(), "application/x-step"),
    "a shapefile": (shp(), "application/vnd.shp"),
    "a feature collection": (
        as_json({"type": "FeatureCollection", "features": [FEATURE]}),
        "application/geo+json",
    ),
    "one geometry": (as_json(POLYGON), "application/geo+json"),
    "a feature collection with its CRS first": (
        as_json({"crs": {"type": "name"}, "name": 'a "b" \\', "type": "FeatureCollection", "features": []}),
        "application/geo+json",
    ),
    "a feature collection whose type stands last": (
        as_json({"features": MANY, "type": "FeatureCollection"}),
        "application/geo+json",
    ),
    "a geometry whose type stands last": (
        as_json({"coordinates": [[31.2, 107.4]] * 9000, "type": "LineString"}),
        "application/geo+json",
    ),
    "a zip": (zipped("总平面图.dwg"), "application/zip"),
    "an empty zip": (zipped(), "application/zip"),
    "an office file": (zipped("[Content_Types].xml", "word/document.xml"), "application/zip"),
    "a zip whose first file is a stored PDF": (zipped("%PDF-1.7"), "application/zip"),
}


@pytest.mark.parametrize("name", OURS)
def test_a_type_that_documents_may_have_is_known_by_its_bytes(type_of: TypeOf, name: str) -> None:
    content, expected = OURS[name]
    assert type_of(content) == expected


def test_every_type_that_documents_may_have_is_tried() -> None:
    assert {media_type for _, media_type in OURS.values()} == set(MEDIA_TYPES)


FOREIGN = {
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a picture that hides a PDF": b"\x89PNG\r\n\x1a\n" + pdf(),
    "a page that asks for a login": b"<!DOCTYPE html><html><body>login</body></html>",
    "an old office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "nothing": b"",
    "text": "请见附件".encode("gb18030"),
    "zeros": bytes(1 << 17),
    "JSON of something else": as_json({"type": "Topology", "features": [FEATURE]}),
    "JSON without a type": as_json({"features": [FEATURE]}),
    "features of another maker": as_json(
        {"geometryType": "esriGeometryPolygon", "fields": [{"type": "esriFieldTypeOID"}]}
        | {"features": [{"attributes": {"a": 1}, "geometry": {"rings": []}}] * 3000}
    ),
    "a JSON list": as_json([FEATURE]),
    "an AC10 that is no drawing": b"AC10 meeting room",
    "the index of some other thing": struct.pack(">i", 9994) + bytes(100),
    "a list of numbers": b"0\nSECTION\n",
    "an open string": b'{"type": "' + rb"\"" * HEAD_BYTES,
}


@pytest.mark.parametrize("name", FOREIGN)
def test_anything_else_is_none_of_them(type_of: TypeOf, name: str) -> None:
    assert type_of(FOREIGN[name]) not in MEDIA_TYPES


def test_a_refusal_can_name_what_came_instead(type_of: TypeOf) -> None:
    assert type_of(FOREIGN["a picture"]) == "image/png"
    assert type_of(FOREIGN["nothing"]) is None


def test_a_zip_is_no_pdf() -> None:
    assert not agrees("application/pdf", "application/zip")
    assert not agrees("application/zip", "application/pdf")
    assert not agrees("application/pdf", None)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_a_type_agrees_with_itself(media_type: str) -> None:
    assert agrees(media_type, media_type)


def test_a_shapefile_and_an_ifc_model_may_come_zipped() -> None:
    assert agrees("application/vnd.shp", "application/zip")
    assert agrees("application/x-step", "application/zip")
    assert set(OVERLAPS) == {"application/vnd.shp", "application/x-step"}
