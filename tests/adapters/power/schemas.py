"""The wire's schemas as a judge: read by `xmlschema`, which neither side writes or reads its messages with."""

from functools import cache

import xmlschema

from tests.house.support import ROOT

WIRES = ROOT / "docs" / "wires" / "iec61968"


@cache
def _schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(WIRES / "message.xsd"))


def unlike(message: bytes) -> list[str]:
    """Where a message is not as the schemas say, its payload included; empty when it is."""
    return [f"{error.path}: {error.reason}" for error in _schema().iter_errors(message.decode())]
