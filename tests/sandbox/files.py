"""The hub's side of a shared folder: the wire document, zips, and an SFTP client of another make."""

import csv
import hashlib
import io
import json
import socket
import zipfile
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # published without types
import paramiko

from tests.sandbox.clients import DRAWING_SHA256, Control


class Company:
    """The hub's side of the folder."""

    def __init__(self, control: Control, root: Path) -> None:
        self.control = control
        self.root = root

    def send(self, name: str, body: dict[str, Any], *, kind: str = "scheme", digest: str = "") -> None:
        """A parcel, as the wire document has it; `digest` in place of the right one."""
        content = json.dumps(body, ensure_ascii=False).encode()
        file = f"{kind}.json"
        entry = {
            "name": file,
            "sha256": digest or hashlib.sha256(content).hexdigest(),
            "size_bytes": len(content),
        }
        manifest = {"format": "liandong-batch/1", "parcel": name, "kind": kind, "key": name, "files": [entry]}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("manifest.json", json.dumps(manifest))
            archive.writestr(file, content)
        (self.root / "to-company" / f"{name}.zip").write_bytes(packed.getvalue())

    def document(self, content: bytes, sha256: str = DRAWING_SHA256) -> None:
        (self.root / "to-company/documents" / sha256).write_bytes(content)

    def files(self, folder: str, ending: str = "") -> list[str]:
        found = (self.root / folder).iterdir()
        return sorted(each.name for each in found if each.is_file() and each.name.endswith(ending))

    def acknowledgement(self, name: str) -> dict[str, Any]:
        """An acknowledgement whose marker fits."""
        return dict(json.loads(self.whole(f"{name}.ack.json")))

    def whole(self, name: str) -> bytes:
        """A file of the company's, held against its marker."""
        content = (self.root / "from-company" / name).read_bytes()
        marker = (self.root / "from-company" / f"{name}.ok").read_text("utf-8")
        assert marker.split()[0] == hashlib.sha256(content).hexdigest()
        return content

    def rows(self, name: str) -> list[dict[str, str]]:
        """A status table by heading, however it is written."""
        content = self.whole(name)
        if name.endswith(".xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            cells = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)][1:]
        else:
            try:
                text = content.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = content.decode("gb18030")
            cells = list(csv.reader(io.StringIO(text)))
        return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]

    def told(self) -> list[dict[str, str]]:
        """The rows of all status tables."""
        return [row for name in self.tables() for row in self.rows(name)]

    def tables(self) -> list[str]:
        """The names of all status tables, whole or not."""
        return [name for name in self.files("from-company") if name.endswith((".csv", ".xlsx"))]


def visit(address: dict[str, Any], password: str) -> tuple[list[str], str]:
    """Log in with paramiko, hand a file over, and answer what lies there and the server's key."""
    connection = socket.create_connection((address["host"], address["port"]))
    with paramiko.Transport(connection) as transport:
        transport.connect(username=address["user"], password=password)
        key = transport.get_remote_server_key()
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        with client.open("to-company/p-1.zip.part", "wb") as file:
            file.write(b"PK")
        client.posix_rename("to-company/p-1.zip.part", "to-company/p-1.zip")
        return client.listdir("to-company"), f"{key.get_name()} {key.get_base64()}"
