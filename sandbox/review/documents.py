"""The documents a project's scheme lists."""

from dataclasses import dataclass

from sandbox import drawings
from sandbox.content import Content, Drawn, Endless, Tampered

PDF, DXF = "application/pdf", "image/vnd.dxf"
_NOT_A_PDF = "<!doctype html><title>{}</title><p>会话已过期，请重新登录后下载。</p>"


@dataclass(frozen=True)
class Document:
    """One file of a scheme."""

    name: str
    media_type: str
    doc_type: str
    content: Content

    def listed(self) -> dict[str, object]:
        """As the joint review lists it."""
        return {
            "sha256": self.content.sha256,
            "fileName": self.name,
            "mediaType": self.media_type,
            "sizeBytes": self.content.size,
            "docType": self.doc_type,
        }


@dataclass(frozen=True)
class Title:
    """What stands in the drawings' title block."""

    scheme_no: str
    project: str
    code: str
    address: str


def site_plan(title: Title, version: int, seed: str) -> Document:
    """The site plan (总平面图), redrawn with every version."""
    lines = [
        f"{title.project}总平面图",
        f"方案编号：{title.scheme_no}　第 {version} 版",
        f"项目代码：{title.code}",
        f"建设地点：{title.address}",
    ]
    content = Drawn(lambda: drawings.site_plan(lines, f"{seed}/{version}"))
    return Document("总平面图.pdf", PDF, "SITE_PLAN", content)


def pipe_plan(title: Title, seed: str) -> Document:
    """The pipe plan (管线综合图); the same in every version."""
    content = Drawn(lambda: drawings.pipe_plan(f"{title.project} {title.scheme_no}", seed))
    return Document("管线综合图.dxf", DXF, "PIPE_PLAN", content)


def notes(title: Title) -> Document:
    """Design notes (设计说明)."""
    lines = [
        f"{title.project}设计说明",
        f"方案编号：{title.scheme_no}",
        "给排水、电气、燃气、弱电分专业说明从略。",
    ]
    return Document("设计说明.pdf", PDF, "OTHER", Drawn(lambda: drawings.letter(lines)))


def big(title: Title, seed: str, megabytes: int) -> Document:
    """A document of so many megabytes, never held as a whole."""
    return Document("地勘与模型合集.pdf", PDF, "OTHER", Endless(f"{seed}/{title.scheme_no}", megabytes))


def of_another_type(title: Title) -> Document:
    """What calls itself a PDF and is the page a browser saved instead."""
    page = _NOT_A_PDF.format(title.scheme_no).encode()
    return Document("总平面图.pdf", PDF, "SITE_PLAN", Drawn(lambda: page))


def tampered(document: Document) -> tuple[Document, Tampered]:
    """The document with bytes that are not those announced, and the handle to mend it."""
    content = Tampered(document.content)
    return Document(document.name, document.media_type, document.doc_type, content), content
