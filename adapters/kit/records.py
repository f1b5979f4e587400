"""What the kit records at a mirror: a project, a matter and its events, an opinion, a document, a colour."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from pydantic import SecretStr

from adapters.kit import samples
from models.colour import Colour
from models.records import (
    ApprovalRecord,
    ColourRecord,
    EventRecord,
    MatterRecord,
    OpinionRecord,
    ProjectRecord,
    Record,
    RecordType,
)
from models.stage import Opinion, Stage, UtilityKind
from models.status import HandlingStatus

MATTER: Final = "KIT-0001-kit-company-1.1"
HANDLER: Final = "诸葛明辉"
_CREDIT_CODE: Final = "91511700MA62E1XH27"
_BEGAN: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def _common(key: str, matter: str = MATTER) -> dict[str, Any]:
    return {
        "key": key,
        "area_code": samples.AREA,
        "engineering_code": samples.a_scheme().project.engineering_code,
        "matter": matter,
    }


def project() -> ProjectRecord:
    """The project of the kit's first scheme."""
    scheme = samples.a_scheme()
    return ProjectRecord(
        key="p-kit", area_code=samples.AREA, project=scheme.project, pushed_at=scheme.pushed_at
    )


def matter() -> MatterRecord:
    """Its review at a water company."""
    contact = samples.a_scheme().project.contact
    return MatterRecord(
        stage=Stage.REVIEW,
        kind=UtilityKind.WATER,
        company="kit-company",
        company_name="某公司",
        company_credit_code=_CREDIT_CODE,
        contact_name=contact.name,
        contact_phone=contact.phone,
        **_common("m-kit"),
    )


def event(step: int, *, key: str | None = None, of: str = MATTER) -> EventRecord:
    """The matter's event number `step`: received, accepted, handled."""
    statuses = (HandlingStatus.RECEIVED, HandlingStatus.ACCEPTED, HandlingStatus.HANDLING_STARTS)
    return EventRecord(
        step=step,
        status=statuses[step - 1],
        status_text="已收件",
        handler=SecretStr(HANDLER),
        company_name="某公司",
        company_credit_code=_CREDIT_CODE,
        occurred_at=_BEGAN + timedelta(hours=step),
        **_common(key or f"e-kit-{step}", of),
    )


def orphan() -> EventRecord:
    """An event of a matter that the mirror does not hold."""
    return event(1, key="e-kit-orphan", of="KIT-9999-kit-company-1.1")


def parents(types: Collection[RecordType]) -> tuple[Record, ...]:
    """What a first event stands on, as far as a mirror of these types has a place for it."""
    wanted: tuple[Record, ...] = (project(), matter())
    return tuple(record for record in wanted if record.record in types)


def one_of_each(types: Collection[RecordType]) -> tuple[Record, ...]:
    """A record of each of these types, parents first."""
    everything: tuple[Record, ...] = (
        project(),
        matter(),
        event(1),
        OpinionRecord(
            company_name="某公司",
            company_credit_code=_CREDIT_CODE,
            opinion=Opinion.AGREE_WITH_CONDITIONS,
            opinion_text="接驳点改在朝阳中路",
            handler=SecretStr(HANDLER),
            given_at=_BEGAN + timedelta(days=1),
            **_common("o-kit"),
        ),
        ApprovalRecord(
            stage=Stage.REVIEW,
            number="供审〔2026〕12号",
            title="审查意见.pdf",
            issued_on=date(2026, 3, 3),
            media_type="application/pdf",
            size_bytes=samples.a_drawing().size_bytes,
            sha256=samples.a_drawing().sha256,
            **_common("a-kit"),
        ),
        ColourRecord(
            colour=Colour.YELLOW,
            due_at=_BEGAN + timedelta(days=7),
            provisional=False,
            as_of=_BEGAN + timedelta(days=6),
            **_common("c-kit"),
        ),
    )
    return tuple(record for record in everything if record.record in types)
