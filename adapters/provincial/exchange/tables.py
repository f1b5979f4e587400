"""The tables of the exchange database that records go to: docs/wires/province-exchange.md, national standard V3.0.

The province makes them. Only what is written or read back is named here: a column more on their side does no harm.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
)
from sqlalchemy.types import TypeEngine

from adapters.provincial.rows import TABLES
from models.records import RecordType

Columns = Mapping[str, TypeEngine[Any]]

SERIAL: Final = "LSH"
KEY: Final = "DFSJZJ"
VALID: Final = "SJYXBS"
STATE: Final = "SJSCZT"
REASON: Final = "SBYY"
THEIRS: Final = (SERIAL, STATE, REASON)
"""Columns that the province's side fills."""

_CODE: Final = SmallInteger()
_AMOUNT: Final = Numeric(18, 6, asdecimal=False)
_SMALL_NUMBER: Final = Numeric(6, 2, asdecimal=False)

_COMMON: Final[Columns] = {
    KEY: String(100),
    "XZQHDM": String(6),
    "SJYXBS": _CODE,
    "SJWXYY": String(500),
    STATE: _CODE,
    REASON: String(2000),
}
_OWN: Final[Mapping[RecordType, Columns]] = {
    "project": {
        "XMDM": String(24),
        "XMMC": String(200),
        "GCDM": String(100),
        "JSDD": String(300),
        "JSDW": String(200),
        "JSDWDM": String(18),
        "JSDWLX": _CODE,
        "SPLCBM": String(50),
        "SPLCBBH": _SMALL_NUMBER,
        **dict.fromkeys(("SPLCLX", "LXLX", "GCFL", "JSXZ", "XMZJSX"), _CODE),
        "GBHY": String(10),
        "GCHYFL": String(16),
        "TDHQFS": _CODE,
        **dict.fromkeys(("NKGSJ", "NJCSJ"), DateTime()),
        **dict.fromkeys(("ZTZE", "YDMJ", "JZMJ"), _AMOUNT),
    },
    "matter": {
        "GCDM": String(100),
        "SPSXSLBM": String(150),
        "SPSXBM": String(50),
        "SPSXBBH": _SMALL_NUMBER,
        "SPLCBM": String(50),
        "SPLCBBH": _SMALL_NUMBER,
        "SPBMBM": String(50),
        "SPBMMC": String(200),
        "SLFS": _CODE,
        "GKFS": _CODE,
        "SXBLSX": _SMALL_NUMBER,
        "LXR": String(50),
        "LXRSJH": String(40),
        "YWQX": String(200),
    },
    "event": {
        "GCDM": String(100),
        "SPSXSLBM": String(150),
        "BLCS": Integer(),
        "BLR": String(50),
        "BLZT": _CODE,
        "BLYJ": String(2000),
        "BLSJ": DateTime(),
        "DWMC": String(200),
        "DWTYSHXYDM": String(18),
        "SJLY": String(1),
    },
    "opinion": {
        "GCDM": String(100),
        "SPSXSLBM": String(150),
        "BLDWDM": String(18),
        "BLDWMC": String(200),
        "FKSJ": DateTime(),
        "BLR": String(50),
        "FKYJ": String(2000),
    },
    "approval": {
        "SPSXSLBM": String(150),
        "PFRQ": DateTime(),
        "PFWH": String(100),
        "PFWJBT": String(200),
        "FJMC": String(200),
        "FJLX": String(20),
        "FJID": String(64),
    },
}


def tables(
    *, lower: bool = False, schema: str | None = None, omit: frozenset[str] = frozenset()
) -> Mapping[RecordType, Table]:
    """The table of each type of record, without the columns `omit`.

    `lower`: names are spelt in lower case; here columns go by their upper-case names all the same.
    """
    metadata = MetaData(schema=schema)

    def spelt(name: str) -> str:
        return name.lower() if lower else name

    def table(record_type: RecordType) -> Table:
        columns = {**_COMMON, **_OWN[record_type]}
        return Table(
            spelt(TABLES[record_type]),
            metadata,
            Column(spelt(SERIAL), BigInteger, key=SERIAL, primary_key=True, autoincrement=True),
            *(Column(spelt(name), kind, key=name) for name, kind in columns.items() if name not in omit),
        )

    return {record_type: table(record_type) for record_type in TABLES}
