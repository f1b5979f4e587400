"""`liandong adapter new`: the files of a new adapter, from templates, and what is left to do in them."""

import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from adapters import registry
from hub.notready import NotReady
from hub.scaffold.checkout import PROJECT
from models.messages import Message
from models.problems import quoted
from models.stage import UtilityKind

FILES: Final[Mapping[str, str]] = {
    "adapters/@name@/__init__.py": "init.py.tmpl",
    "adapters/@name@/adapter.py": "adapter.py.tmpl",
    "adapters/@name@/wire.py": "wire.py.tmpl",
    "adapters/@name@/status.toml": "status.toml.tmpl",
    "adapters/@name@/README.md": "README.md.tmpl",
    "adapters/@name@/quality.toml": "quality.toml.tmpl",
    "tests/adapters/@name@/stand_in.py": "stand_in.py.tmpl",
    "tests/adapters/@name@/test_@name@.py": "test.py.tmpl",
}
NAME_FORM: Final = re.compile(r"[a-z][a-z0-9_]{1,19}")
_MARK: Final = re.compile(r"TODO ([a-z-]+):\s*(.*?)\s*(?:-->)?$")
_LAYERS: Final = re.compile(r'(?<=^layers = \[")([a-z0-9_ |]+)(?=", "protocols"\]$)', re.MULTILINE)


@dataclass(frozen=True)
class Left:
    """One thing that is left to do: which one, and where; `words` are those in the file."""

    path: str
    line: int
    what: str
    words: str


def write(name: str, kind: UtilityKind | None, root: Path) -> tuple[Path, ...]:
    """The new adapter's files below `root`, and its place in the import contract.

    Raises `NotReady` for a name that cannot be one, or that is taken; nothing has been written then.
    """
    _refuse(name, root)
    project = root / PROJECT
    before = project.read_text(encoding="utf-8")
    after, found = _LAYERS.subn(rf"\1 | {name}", before)
    if found != 1:
        raise NotReady(Message(id="adapter-no-contract", params={"path": str(project)}))
    words = _words(name, kind)
    written = []
    for target, template in FILES.items():
        path = root / _filled(target, words)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_sorted(_filled(_template(template), words)), encoding="utf-8")
        written.append(path)
    project.write_text(after, encoding="utf-8")
    return tuple(written)


def left_to_do(paths: tuple[Path, ...], root: Path) -> Iterator[Left]:
    """The markers in the files, in their order."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if mark := _MARK.search(line):
                yield Left(path.relative_to(root).as_posix(), number, mark[1], mark[2])


def files_of(folder: Path, root: Path | None) -> tuple[Path, ...]:
    """The text files that an adapter's author works in: its folder's, and those of its tests."""
    folders = [folder] if root is None else [folder, root / "tests" / "adapters" / folder.name]
    suffixes = {".py", ".toml", ".md"}
    return tuple(path for each in folders for path in sorted(each.glob("*")) if path.suffix in suffixes)


def _refuse(name: str, root: Path) -> None:
    if not NAME_FORM.fullmatch(name) or keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise _unfit("adapter-name-form", name)
    homes = (root / "adapters" / name, root / "adapters" / f"{name}.py", root / "tests" / "adapters" / name)
    if name in registry.names() or any(home.exists() for home in homes):
        raise _unfit("adapter-name-taken", name)


def _unfit(message_id: str, name: str) -> NotReady:
    return NotReady(Message(id=message_id, params={"name": quoted(name)}))


def _words(name: str, kind: UtilityKind | None) -> Mapping[str, str]:
    sample = kind or UtilityKind.WATER
    return {
        "@name@": name,
        "@dashed@": name.replace("_", "-"),
        "@NAME@": name.upper(),
        "@Class@": "".join(part.capitalize() for part in name.split("_")),
        "@kind@": sample.value,
        "@KIND@": sample.name,
        "@kind_import@": "from models.stage import UtilityKind\n" if kind else "",
        "@kind_line@": f"    kind: ClassVar[UtilityKind | None] = UtilityKind.{kind.name}\n" if kind else "",
    }


def _filled(text: str, words: Mapping[str, str]) -> str:
    return re.sub("|".join(words), lambda found: words[found[0]], text)


def _template(name: str) -> str:
    return resources.files("hub.scaffold").joinpath("templates", name).read_text(encoding="utf-8")


def _sorted(text: str) -> str:
    """Each block of imports in the order of its modules: where a new name belongs among them depends on it."""

    def in_order(block: re.Match[str]) -> str:
        return "".join(sorted(block[0].splitlines(keepends=True), key=lambda line: line.split()[1]))

    return re.sub(r"(?:^from \S+ import .*\n)+", in_order, text, flags=re.MULTILINE)
