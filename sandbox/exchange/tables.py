"""The tables of docs/wires/province-exchange.md, as the province makes them."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
)

from sandbox.province.tables import APPROVAL, CASE, EVENT, OPINION, PROJECT

metadata = MetaData()

_MYSQL: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}
_MARIADB = {name.replace("mysql", "mariadb"): value for name, value in _MYSQL.items()}


def _table(name: str, index: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        # SQLite counts by itself only in a column that is exactly INTEGER.
        Column("LSH", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
        Column("DFSJZJ", String(100), nullable=False, unique=True),
        Column("XZQHDM", String(6), nullable=False),
        Column("SJYXBS", SmallInteger, nullable=False),
        Column("SJWXYY", String(500)),
        Column("SJSCZT", SmallInteger, server_default="0"),
        Column("SBYY", String(2000)),
        *columns,
        Index(f"ix_{name}_{index}", index),
        Index(f"ix_{name}_SJSCZT", "SJSCZT"),
        sqlite_autoincrement=True,
        **_MYSQL,
        **_MARIADB,
    )


def _text(longest: int, *names: str) -> list[Column[Any]]:
    return [Column(name, String(longest)) for name in names]


def _codes(*names: str) -> list[Column[Any]]:
    return [Column(name, SmallInteger) for name in names]


def _numbers(digits: int, scale: int, *names: str) -> list[Column[Any]]:
    return [Column(name, Numeric(digits, scale, asdecimal=False)) for name in names]


def _times(*names: str) -> list[Column[Any]]:
    return [Column(name, DateTime) for name in names]


_table(
    PROJECT,
    "GCDM",
    *_text(24, "XMDM"),
    *_text(200, "XMMC", "JSDW"),
    *_text(100, "GCDM"),
    *_text(300, "JSDD"),
    *_text(18, "JSDWDM"),
    *_text(50, "SPLCBM"),
    *_numbers(6, 2, "SPLCBBH"),
    *_codes("JSDWLX", "SPLCLX", "LXLX", "GCFL", "JSXZ", "XMZJSX", "TDHQFS"),
    *_text(10, "GBHY"),
    *_text(16, "GCHYFL"),
    *_times("NKGSJ", "NJCSJ"),
    *_numbers(18, 6, "ZTZE", "YDMJ", "JZMJ"),
)
_table(
    CASE,
    "SPSXSLBM",
    *_text(100, "GCDM"),
    *_text(150, "SPSXSLBM"),
    *_text(50, "SPSXBM", "SPLCBM", "SPBMBM", "LXR"),
    *_numbers(6, 2, "SPSXBBH", "SPLCBBH", "SXBLSX"),
    *_text(200, "SPBMMC", "YWQX"),
    *_codes("SLFS", "GKFS"),
    *_text(40, "LXRSJH"),
)
_table(
    EVENT,
    "SPSXSLBM",
    *_text(100, "GCDM"),
    *_text(150, "SPSXSLBM"),
    Column("BLCS", Integer),
    *_text(50, "BLR"),
    *_codes("BLZT"),
    *_text(2000, "BLYJ"),
    *_times("BLSJ"),
    *_text(200, "DWMC"),
    *_text(18, "DWTYSHXYDM"),
    *_text(1, "SJLY"),
)
_table(
    OPINION,
    "SPSXSLBM",
    *_text(100, "GCDM"),
    *_text(150, "SPSXSLBM"),
    *_text(18, "BLDWDM"),
    *_text(200, "BLDWMC"),
    *_times("FKSJ"),
    *_text(50, "BLR"),
    *_text(2000, "FKYJ"),
)
_table(
    APPROVAL,
    "SPSXSLBM",
    *_text(150, "SPSXSLBM"),
    *_times("PFRQ"),
    *_text(100, "PFWH"),
    *_text(200, "PFWJBT", "FJMC"),
    *_text(20, "FJLX"),
    *_text(64, "FJID"),
)
