"""What old records are read against: what the hub knows of the company already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hub.casework.names import case_number
from hub.store import cases, mappings, schemes
from hub.store.cases import CaseRow
from hub.store.engine import Tx
from models.company import Company
from models.mapping import CodeMapping
from models.scheme import Scheme
from models.stage import Stage


@dataclass(frozen=True, slots=True)
class Known:
    """The company, its mapping, the schemes and cases that are known, and the present."""

    company: Company
    mapping: CodeMapping
    scheme: Callable[[str], Scheme | None]
    by_reference: Callable[[str], CaseRow | None]
    now: datetime

    def case(self, scheme: Scheme, remote_ref: str | None) -> CaseRow:
        """The case of a scheme at the company, as it is or as it would be opened."""
        return CaseRow(
            number=case_number(scheme.scheme_id, self.company.id),
            scheme_id=scheme.scheme_id,
            company=self.company.id,
            kind=self.company.kind.value,
            version=scheme.version,
            remote_ref=remote_ref,
            stage=Stage.REVIEW,
            status=None,
            ended=False,
            opened_at=self.now,
            changed_at=self.now,
        )


def known(tx: Tx, company: Company) -> Known:
    """What is known within a transaction that reads."""
    return Known(
        company=company,
        mapping=mappings.get(tx, company.id),
        scheme=lambda scheme_id: schemes.latest(tx, scheme_id),
        by_reference=lambda reference: cases.by_remote_ref(tx, company.id, reference),
        now=tx.now(),
    )
