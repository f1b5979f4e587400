"""The message catalogues, read for comparison: which entries a language has and what each one names."""

from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor


class Variables(Visitor):
    """Collects the variables below a node."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


class Catalogue:
    """One language: its entries, the variables of each, and what is wrong with the text itself.

    An attribute counts as an entry of its own, `entry.attribute`.
    """

    def __init__(self) -> None:
        self.variables: dict[str, set[str]] = {}
        self.texts: dict[str, str] = {}
        self.faults: list[str] = []

    def read(self, name: str, text: str) -> None:
        """Add one file's entries; text that does not parse and an id given twice are faults."""
        for entry in FluentParser().parse(text).body:
            if isinstance(entry, ast.Junk):
                self.faults.append(f"{name}: not Fluent: {(entry.content or '').strip()[:80]}")
            elif isinstance(entry, ast.Message | ast.Term):
                prefix = "-" if isinstance(entry, ast.Term) else ""
                self._add(name, prefix + entry.id.name, entry.value, text)
                for attribute in entry.attributes:
                    self._add(name, f"{prefix}{entry.id.name}.{attribute.id.name}", attribute.value, text)

    def _add(self, name: str, entry: str, value: ast.Pattern | None, text: str) -> None:
        if value is None:
            return
        if entry in self.variables:
            self.faults.append(f"{name}: {entry} is given twice")
        found = Variables()
        found.visit(value)
        self.variables[entry] = found.names
        self.texts[entry] = text[value.span.start : value.span.end] if value.span else ""


def read_language(folder: Path) -> Catalogue:
    """Every `*.ftl` of a language's folder as one catalogue."""
    catalogue = Catalogue()
    for path in sorted(folder.glob("*.ftl")):
        catalogue.read(f"{folder.name}/{path.name}", path.read_text(encoding="utf-8"))
    return catalogue
