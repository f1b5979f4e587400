"""The certificate as a page to file: A4, in Chinese, with the JSON that can be verified attached to it."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pypdfium2 import PdfDocument, PdfiumError
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from hub.certificate.document import HUB, UTILITY, NotACertificate, read
from hub.language import Language, say, term
from models.messages import Message, Value

_FONT: Final = "STSong-Light"
"""One of the fonts every PDF reader brings for Chinese: nothing is embedded."""
_MOST_OPEN: Final = 200
"""Open items listed on paper; the JSON has them all."""
_LINE: Final = HexColor("#9aa3ad")
_SHADE: Final = HexColor("#eef1f4")

pdfmetrics.registerFont(UnicodeCIDFont(_FONT))


def _style(size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        f"certificate-{size}-{len(more)}",
        fontName=_FONT,
        fontSize=size,
        leading=size * 1.5,
        wordWrap="CJK",
        **more,
    )


_TITLE: Final = _style(22, alignment=TA_CENTER, spaceAfter=4 * mm)
_UNDER: Final = _style(11, alignment=TA_CENTER)
_HEAD: Final = _style(12.5, spaceBefore=5 * mm, spaceAfter=2 * mm)
_TEXT: Final = _style(10)
_SMALL: Final = _style(8.5)


def drawn(certificate: bytes, name: str) -> bytes:
    """The PDF of a signed certificate, with its file attached under `name`."""
    document = read(certificate)
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=_said("certificate-title"),
        author=document["issuer"],
        invariant=True,
    )

    def begin(canvas: Canvas, _: object) -> None:
        _attach(canvas, certificate, name)
        _foot(canvas, _)

    def _foot(canvas: Canvas, _: object) -> None:
        canvas.setFont(_FONT, 8)
        line = _said("certificate-page", number=canvas.getPageNumber(), digest=_digest(certificate)[:16])
        canvas.drawCentredString(A4[0] / 2, 10 * mm, line)

    template.build(_story(document, certificate), onFirstPage=begin, onLaterPages=_foot)
    return target.getvalue()


def attached(pdf: bytes) -> bytes:
    """The certificate attached to a PDF. Raises `NotACertificate`."""
    try:
        document = PdfDocument(pdf)
    except PdfiumError:
        raise NotACertificate from None
    try:
        if document.count_attachments() != 1:
            raise NotACertificate
        return bytes(document.get_attachment(0).get_data())
    finally:
        document.close()


def _story(document: Mapping[str, Any], certificate: bytes) -> list[Flowable]:
    company = document["company"]
    story: list[Flowable] = [
        Paragraph(_said("certificate-title"), _TITLE),
        Paragraph(_said("certificate-about", company=company["name"], day=document["day"]), _UNDER),
        Spacer(1, 4 * mm),
        Paragraph(_statement(document), _TEXT),
        Paragraph(_said("certificate-head-table"), _HEAD),
        _sides(document),
        Paragraph(_said("certificate-head-open"), _HEAD),
        *_open(document),
        Paragraph(_said("certificate-head-digests"), _HEAD),
        *_digests(document),
        Paragraph(_said("certificate-head-signature"), _HEAD),
        *_signature(document, certificate),
        Paragraph(_said("certificate-head-verify"), _HEAD),
        Paragraph(_said("certificate-how-to-verify"), _SMALL),
    ]
    return story


def _statement(document: Mapping[str, Any]) -> str:
    complete = all(record["complete"] for record in document["records"])
    held = sum(record["sides"]["hub"]["held"] or 0 for record in document["records"])
    read_at = [at for at in document["read_at"].values() if at]
    whole = "yes" if complete else "no"
    at = min(read_at) if read_at else document["made_at"]
    return _said("certificate-statement", complete=whole, held=held, at=at, made=document["made_at"])


def _in_order(document: Mapping[str, Any]) -> list[str]:
    """The company, this hub, then the mirrors."""
    mirrors = sorted(name for name in document["names"] if name != UTILITY)
    return [UTILITY, HUB, *mirrors]


def _sides(document: Mapping[str, Any]) -> Table:
    sides = _in_order(document)
    names = {"hub": _said("certificate-side-hub"), **document["names"]}
    head = [
        _said("certificate-column-district"),
        *(names[side] for side in sides),
        _said("certificate-column-open"),
    ]
    rows = [[_cell(each) for each in head]]
    for record in document["records"]:
        counts = (_count(record["sides"][side]["held"]) for side in sides)
        complete, count = "yes" if record["complete"] else "no", len(record["open"])
        open_ = _said("certificate-result", complete=complete, count=count)
        rows.append([_cell(each) for each in (_district(record["district"]), *counts, open_)])
    table = Table(rows, repeatRows=1, colWidths=[None] * len(head))
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, _LINE),
                ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    return table


def _open(document: Mapping[str, Any]) -> list[Flowable]:
    names = {"hub": _said("certificate-side-hub"), **document["names"]}
    items = [(record["district"], each) for record in document["records"] for each in record["open"]]
    if not items:
        return [Paragraph(_said("certificate-nothing-open"), _TEXT)]
    lines: list[Flowable] = [
        Paragraph(
            _said(
                "certificate-open-item",
                district=_district(district),
                event=_escaped(each["event"]),
                side=_escaped(names.get(each["side"], each["side"])),
                sentence=_escaped(each["sentence"]),
            ),
            _SMALL,
        )
        for district, each in items[:_MOST_OPEN]
    ]
    if len(items) > _MOST_OPEN:
        lines.append(Paragraph(_said("certificate-more-open", count=len(items) - _MOST_OPEN), _SMALL))
    return lines


def _digests(document: Mapping[str, Any]) -> Sequence[Flowable]:
    names = {"hub": _said("certificate-side-hub"), **document["names"]}
    return [
        Paragraph(
            _said(
                "certificate-digest",
                district=_district(record["district"]),
                side=_escaped(names[side]),
                digest=each["digest"] or _said("certificate-not-read"),
            ),
            _SMALL,
        )
        for record in document["records"]
        for side in _in_order(document)
        for each in [record["sides"][side]]
    ]


def _signature(document: Mapping[str, Any], certificate: bytes) -> Sequence[Flowable]:
    signature = document["signature"]
    algorithm = _said(f"certificate-algorithm-{signature['algorithm']}")
    lines = (
        _said("certificate-signed-with", algorithm=algorithm),
        _said("certificate-signed-key", key=f"{signature['algorithm']}:{signature['key']}"),
        _said("certificate-signed-value", value=signature["value"]),
        _said("certificate-signed-file", digest=_digest(certificate)),
        _said(
            "certificate-issued-by",
            issuer=_escaped(document["issuer"]) or "_" * 24,
            made=document["made_at"],
        ),
    )
    return [Paragraph(line, _SMALL) for line in lines]


def _attach(canvas: Canvas, certificate: bytes, name: str) -> None:
    document = canvas._doc  # the library has no public way to attach a file
    stream = pdfdoc.PDFStream(content=certificate.decode("utf-8").encode("utf-8"))
    stream.dictionary = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("EmbeddedFile")})
    reference = document.Reference(stream)
    specification = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Filespec"),
            "F": pdfdoc.PDFString(name),
            "UF": pdfdoc.PDFString(name),
            "EF": pdfdoc.PDFDictionary({"F": reference}),
        }
    )
    listed = pdfdoc.PDFArray([pdfdoc.PDFString(name), document.Reference(specification)])
    files = pdfdoc.PDFDictionary({"Names": listed})
    document.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": files})


def _cell(text: str) -> Paragraph:
    return Paragraph(_escaped(text), _TEXT)


def _count(held: int | None) -> str:
    return _said("certificate-not-read") if held is None else str(held)


def _district(code: str) -> str:
    return _said("certificate-nowhere") if code == "-" else code


def _digest(certificate: bytes) -> str:
    return hashlib.sha256(certificate).hexdigest()


def _escaped(text: str) -> str:
    """Text in which nothing is taken for the page's own markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _said(id_: str, **params: Value) -> str:
    return say(Message(id=id_, params=params), Language.ZH_CN) if params else term(id_, Language.ZH_CN)
