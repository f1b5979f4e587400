"""Writing a report: one file of HTML that needs nothing beside it, a workbook with charts of its own, or JSON."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from hub.language import Language
from hub.report.model import Report
from hub.report.sections import figures, sections, style
from hub.report.words import Words
from hub.report.workbook import workbook

FORMS: Final = (".html", ".xlsx", ".json")


class FormUnknown(Exception):
    """A file's name says nothing of these forms."""


def write(path: Path, report: Report, language: Language) -> None:
    """Write `report` to `path`, in the form that its ending names. Raises `FormUnknown`, and `OSError`."""
    words = Words(report, language)
    match path.suffix.lower():
        case ".html":
            content = html(words).encode()
        case ".xlsx":
            content = workbook(words)
        case ".json":
            content = as_json(report).encode()
        case _:
            raise FormUnknown(path.suffix)
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def as_json(report: Report) -> str:
    """The figures, for programs."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def html(words: Words) -> str:
    """The page."""
    period = words.report.period
    shown = [
        # The charts are our own and escape what they hold.
        {
            "id": each.id,
            "title": each.title,
            "notes": each.notes,
            "table": each.table,
            "charts": [(caption, Markup(svg)) for caption, svg in each.charts],  # noqa: S704
        }
        for each in sections(words)
    ]
    return _template().render(
        language=words.language.value,
        title=words.text("report-title"),
        subtitle=words.text(
            "report-subtitle",
            first=period.first.isoformat(),
            last=period.last.isoformat(),
            made_at=words.made_at,
        ),
        figures=figures(words),
        sections=shown,
        nothing=words.text("report-nothing"),
        plot_style=Markup(style()),  # noqa: S704
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True).get_template("report.html")
