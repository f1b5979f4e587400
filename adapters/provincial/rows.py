"""Records as rows of the national tables, and the way back from a column to the record's field."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import SecretStr

from adapters.contract import RecordAnswer
from adapters.provincial.china import written, written_day
from adapters.provincial.settings import RowSettings
from models.mapping import MatterItem
from models.messages import FieldFault, Message
from models.project import Registration
from models.records import (
    ApprovalRecord,
    EventRecord,
    MatterRecord,
    OpinionRecord,
    ProjectRecord,
    Record,
    RecordType,
)
from models.stage import Opinion

Row = dict[str, Any]

TABLES: Final[Mapping[RecordType, str]] = {
    "project": "SPGL_XMJBXXB",
    "matter": "SPGL_XMSPSXBLXXB",
    "event": "SPGL_XMSPSXBLXXXXB",
    "opinion": "SPGL_XMSPSXZQYJXXB",
    "approval": "SPGL_XMSPSXPFWJXXB",
}

_COMMON: Final = {
    "DFSJZJ": "key",
    "XZQHDM": "area_code",
    "SJYXBS": "valid",
    "SJWXYY": "invalid_reason",
}
FIELDS: Final[Mapping[RecordType, Mapping[str, str]]] = {
    "project": {
        **_COMMON,
        "XMDM": "project.code",
        "XMMC": "project.name",
        "GCDM": "project.engineering_code",
        "JSDD": "project.address",
        "JSDW": "project.developer.name",
        "JSDWDM": "project.developer.credit_code",
        "JSDWLX": "project.developer.kind",
        "SPLCLX": "project.registration.approval_class",
        "LXLX": "project.registration.project_type",
        "GCFL": "project.registration.engineering_class",
        "JSXZ": "project.registration.construction_nature",
        "XMZJSX": "project.registration.funding",
        "GBHY": "project.registration.industry",
        "GCHYFL": "project.registration.industry_class",
        "TDHQFS": "project.registration.land_supply",
        "NKGSJ": "project.registration.start_planned",
        "NJCSJ": "project.registration.finish_planned",
        "ZTZE": "project.registration.investment_10k_cny",
        "YDMJ": "project.registration.land_area_m2",
        "JZMJ": "project.registration.floor_area_m2",
    },
    "matter": {
        **_COMMON,
        "GCDM": "engineering_code",
        "SPSXSLBM": "matter",
        "SPBMMC": "company_name",
        "LXR": "contact_name",
        "LXRSJH": "contact_phone",
    },
    "event": {
        **_COMMON,
        "GCDM": "engineering_code",
        "SPSXSLBM": "matter",
        "BLCS": "step",
        "BLR": "handler",
        "BLZT": "status",
        "BLYJ": "opinion_text",
        "BLSJ": "occurred_at",
        "DWMC": "company_name",
        "DWTYSHXYDM": "company_credit_code",
    },
    "opinion": {
        **_COMMON,
        "GCDM": "engineering_code",
        "SPSXSLBM": "matter",
        "BLDWDM": "company_credit_code",
        "BLDWMC": "company_name",
        "FKSJ": "given_at",
        "BLR": "handler",
        "FKYJ": "opinion_text",
    },
    "approval": {
        **_COMMON,
        "SPSXSLBM": "matter",
        "PFRQ": "issued_on",
        "PFWH": "number",
        "PFWJBT": "title",
        "FJMC": "title",
        "FJLX": "media_type",
        "FJID": "sha256",
    },
}
"""Column → field. A column that is not here (SPSXBM, YWQX, …) comes from the settings, and stands for itself."""

_LONGEST_OPINION: Final = 2000
"""Characters that BLYJ and FKYJ take."""
_LONGEST_NUMBER: Final = 100
_LONGEST_KIND: Final = 20
_OPINIONS: Final = {
    Opinion.AGREE: "同意",
    Opinion.AGREE_WITH_CONDITIONS: "附条件同意",
    Opinion.DISAGREE: "不同意",
}
"""How FKYJ begins: it has no dictionary of its own."""


def rows_of(
    records: Sequence[Record], settings: RowSettings, *, limit: int
) -> tuple[RecordType, list[Row], list[RecordAnswer]]:
    """The type of a batch, its rows, and the refusals of records that the settings have no item for.

    Raises `ValueError` for a batch that is none: empty, of several types, or of more than `limit` records.
    """
    types = {record.record for record in records}
    if len(types) != 1 or len(records) > limit:
        raise ValueError(f"1 to {limit} records of one type, not {len(records)} of {types}")
    rows: list[Row] = []
    refused: list[RecordAnswer] = []
    for record in records:
        row = row_of(record, settings)
        if isinstance(row, RecordAnswer):
            refused.append(row)
        else:
            rows.append(row)
    (record_type,) = types
    return record_type, rows, refused


def row_of(record: Record, settings: RowSettings) -> Row | RecordAnswer:
    """The row of a record; the refusal of a matter that the settings have no item for."""
    match record:
        case ProjectRecord():
            row = _project(record, settings)
        case MatterRecord():
            item = record.item or settings.items.get(record.kind, {}).get(record.stage)
            if item is None:
                return _without_item(record)
            row = _matter(record, item, settings)
        case EventRecord():
            row = _event(record, settings)
        case OpinionRecord():
            row = _opinion(record)
        case ApprovalRecord():
            row = _approval(record)
        case _:
            raise ValueError(f"no table for a record of type {record.record}")
    row = {
        "DFSJZJ": record.key,
        "XZQHDM": record.area_code,
        "SJYXBS": int(record.valid),
        "SJWXYY": None if record.valid else record.invalid_reason,
        **row,
    }
    return {column: value for column, value in row.items() if value is not None}


def _project(record: ProjectRecord, settings: RowSettings) -> Row:
    project = record.project
    return {
        "XMDM": project.code,
        "XMMC": project.name,
        "GCDM": project.engineering_code,
        "JSDD": project.address,
        "JSDW": project.developer.name,
        "JSDWDM": project.developer.credit_code,
        "JSDWLX": _number(project.developer.kind),
        "SPLCBM": settings.procedure.code,
        "SPLCBBH": settings.procedure.version,
        **_registration(project.registration),
    }


def _registration(registration: Registration) -> Row:
    start, finish = registration.start_planned, registration.finish_planned
    return {
        "SPLCLX": _number(registration.approval_class),
        "LXLX": _number(registration.project_type),
        "GCFL": _number(registration.engineering_class),
        "JSXZ": _number(registration.construction_nature),
        "XMZJSX": _number(registration.funding),
        "GBHY": registration.industry,
        "GCHYFL": registration.industry_class,
        "TDHQFS": _number(registration.land_supply),
        "NKGSJ": written_day(start) if start else None,
        "NJCSJ": written_day(finish) if finish else None,
        "ZTZE": registration.investment_10k_cny,
        "YDMJ": registration.land_area_m2,
        "JZMJ": registration.floor_area_m2,
    }


def _matter(record: MatterRecord, item: MatterItem, settings: RowSettings) -> Row:
    return {
        "GCDM": record.engineering_code,
        "SPSXSLBM": record.matter,
        "SPSXBM": item.code,
        "SPSXBBH": item.version,
        "SPLCBM": settings.procedure.code,
        "SPLCBBH": settings.procedure.version,
        "SPBMBM": settings.departments.get(record.company),
        "SPBMMC": record.company_name,
        "SLFS": settings.intake_mode,
        "GKFS": settings.publicity,
        "SXBLSX": item.limit_days,
        "LXR": record.contact_name.get_secret_value(),
        "LXRSJH": record.contact_phone.get_secret_value(),
        "YWQX": settings.situation,
    }


def _event(record: EventRecord, settings: RowSettings) -> Row:
    return {
        "GCDM": record.engineering_code,
        "SPSXSLBM": record.matter,
        "BLCS": record.step,
        "BLR": _name(record.handler),
        "BLZT": int(record.status),
        # The opinion where there is one, else the company's own words; a longer text is cut rather than lost.
        "BLYJ": (record.opinion_text or record.status_text)[:_LONGEST_OPINION] or None,
        "BLSJ": written(record.occurred_at),
        "DWMC": record.company_name,
        "DWTYSHXYDM": record.company_credit_code,
        "SJLY": settings.data_source,
    }


def _opinion(record: OpinionRecord) -> Row:
    words = "：".join(filter(None, (_OPINIONS[record.opinion], record.opinion_text)))
    return {
        "GCDM": record.engineering_code,
        "SPSXSLBM": record.matter,
        "BLDWDM": record.company_credit_code,
        "BLDWMC": record.company_name,
        "FKSJ": written(record.given_at),
        "BLR": _name(record.handler),
        "FKYJ": words[:_LONGEST_OPINION],
    }


def _approval(record: ApprovalRecord) -> Row:
    return {
        "SPSXSLBM": record.matter,
        "PFRQ": written_day(record.issued_on),
        "PFWH": record.number[:_LONGEST_NUMBER],
        "PFWJBT": record.title,
        "FJMC": record.title,
        "FJLX": record.title.rpartition(".")[2].lower()[:_LONGEST_KIND],
        "FJID": record.sha256,
    }


def _name(person: SecretStr | None) -> str | None:
    return person.get_secret_value() if person else None


def _number(code: str | None) -> int | str | None:
    """A dictionary code as the number that the wire wants; one that is none goes as it is, for them to refuse."""
    return int(code) if code is not None and code.isascii() and code.isdecimal() else code


def _without_item(record: MatterRecord) -> RecordAnswer:
    message = Message(
        id="province-item-unmapped", params={"kind": record.kind.value, "stage": record.stage.value}
    )
    return RecordAnswer(
        key=record.key, taken=False, message=message, faults=(FieldFault(field="SPSXBM", message=message),)
    )
