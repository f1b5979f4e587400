"""Documents lie in a folder beside the file; what they are is worked out from their bytes."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from hub.intake import IntakeResult, read_schemes
from models.documents import MAX_DOCUMENT_BYTES, DocumentRole
from tests.hub.intake.conftest import NOW, PDF, grid, row, write_csv
from tests.models.builders import scheme_body

ZIP = b"PK\x03\x04" + b"\0" * 26


def read(tmp_path: Path, files: dict[str, bytes], **documents: str) -> IntakeResult:
    """Read a table whose row names `documents` by role, with `files` in the folder beside it."""
    folder = tmp_path / "三月方案"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    changes = {f"documents.{role}": names for role, names in documents.items()}
    return read_schemes(write_csv(tmp_path / "三月方案.csv", grid([row(changes)])), received_at=NOW)


def told(result: IntakeResult) -> list[tuple[str, str]]:
    (refused,) = result.refused
    return [(fault.field, fault.message.id) for fault in refused.faults]


def test_documents_carry_their_hash_size_type_and_role(tmp_path: Path) -> None:
    result = read(tmp_path, {"总图.pdf": PDF, "管线.zip": ZIP}, site_plan="总图.pdf", pipe_plan="管线.zip")
    (scheme,) = result.schemes
    first, second = scheme.documents
    assert (first.name, first.media_type, first.role) == (
        "总图.pdf",
        "application/pdf",
        DocumentRole.SITE_PLAN,
    )
    assert (first.sha256, first.size_bytes) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert (second.media_type, second.role) == ("application/zip", DocumentRole.PIPE_PLAN)
    assert {path.name for path in result.documents.values()} == {"总图.pdf", "管线.zip"}
    assert result.documents[first.sha256].read_bytes() == PDF


@pytest.mark.parametrize("separator", [";", "；", "\n", " ; "])
def test_several_names_stand_in_one_cell(tmp_path: Path, separator: str) -> None:
    result = read(tmp_path, {"a.pdf": PDF, "b.PDF": PDF + b"2"}, other=f"a.pdf{separator}b.PDF;")
    assert [document.name for document in result.schemes[0].documents] == ["a.pdf", "b.PDF"]


@pytest.mark.parametrize(
    ("files", "name", "message"),
    [
        ({}, "a.pdf", "invalid-document-missing"),
        ({"a.pdf": b""}, "a.pdf", "invalid-document-empty"),
        ({"a.docx": ZIP}, "a.docx", "invalid-document-ending"),
        ({"a.pdf": ZIP}, "a.pdf", "document-type-mismatch"),
        ({"a.pdf": b"\0" * 40}, "a.pdf", "document-type-mismatch"),
        ({}, "../三月方案.pdf", "invalid-document-name-path"),
        ({}, "x" * 300 + ".pdf", "invalid-string-too-long"),
    ],
)
def test_a_document_that_cannot_be_taken_is_told_by_its_column(
    tmp_path: Path, files: dict[str, bytes], name: str, message: str
) -> None:
    (tmp_path / "三月方案.pdf").write_bytes(PDF)
    result = read(tmp_path, files, pipe_plan=name)
    assert told(result) == [("管线图", message)]
    assert result.documents == {}


def test_a_document_over_a_gibibyte_is_refused_without_being_read(tmp_path: Path) -> None:
    folder = tmp_path / "三月方案"
    folder.mkdir()
    with (folder / "a.pdf").open("wb") as file:
        file.write(PDF)
        file.truncate(MAX_DOCUMENT_BYTES + 1)
    assert told(read(tmp_path, {}, other="a.pdf")) == [("其他附件", "invalid-document-too-large")]


def test_the_same_contents_under_two_names_are_one_document_too_many(tmp_path: Path) -> None:
    result = read(tmp_path, {"a.pdf": PDF, "b.pdf": PDF}, other="a.pdf;b.pdf")
    assert told(result) == [("-", "invalid-document-repeated")]


def test_documents_of_a_refused_row_are_left_where_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(PDF)
    cells = grid([row({"documents.other": "a.pdf", "project.code": "x"})])
    result = read_schemes(write_csv(tmp_path / "a.csv", cells), received_at=NOW)
    assert (result.schemes, result.documents) == ((), {})


def a_document(**changes: Any) -> dict[str, Any]:
    return {
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "name": "总图.pdf",
        "media_type": "application/pdf",
        "size_bytes": len(PDF),
    } | changes


def read_json(tmp_path: Path, content: Any, encoding: str = "utf-8") -> IntakeResult:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding=encoding)
    return read_schemes(path, received_at=NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_json_holds_one_scheme_or_a_list(tmp_path: Path, encoding: str) -> None:
    one = read_json(tmp_path, scheme_body(), encoding)
    two = read_json(tmp_path, [scheme_body(), scheme_body(version=2)], encoding)
    assert one.schemes == two.schemes[:1]
    assert [scheme.version for scheme in two.schemes] == [1, 2]
    assert one.refused == two.refused == ()


def test_what_the_store_holds_can_be_taken_in_again(tmp_path: Path) -> None:
    (scheme,) = read_json(tmp_path, scheme_body()).schemes
    assert read_json(tmp_path, scheme.to_store()).schemes == (scheme,)


def test_a_bad_item_of_a_list_is_refused_by_its_place_and_field(tmp_path: Path) -> None:
    result = read_json(tmp_path, [scheme_body(), scheme_body(version=0), 5])
    assert len(result.schemes) == 1
    assert [(refused.row, refused.faults[0].field) for refused in result.refused] == [
        (2, "version"),
        (3, "-"),
    ]


def test_a_json_scheme_pushed_in_the_future_is_refused(tmp_path: Path) -> None:
    assert told(read_json(tmp_path, scheme_body(pushed_at="2062-03-02T09:00:00+08:00"))) == [
        ("pushed_at", "invalid-pushed-ahead")
    ]


def test_a_document_beside_json_is_found_by_its_name_and_hash(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "总图.pdf").write_bytes(PDF)
    elsewhere = a_document(sha256="0" * 64, name="b.pdf")
    result = read_json(tmp_path, scheme_body(documents=[a_document(), elsewhere]))
    assert result.refused == ()
    assert result.documents == {hashlib.sha256(PDF).hexdigest(): tmp_path / "a" / "总图.pdf"}


def test_a_document_beside_json_that_is_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "总图.pdf").write_bytes(PDF + b"2")
    assert told(read_json(tmp_path, scheme_body(documents=[a_document()]))) == [
        ("documents.0", "document-digest-mismatch")
    ]
