"""What the kit submits: a scheme with a demand of every kind, and a drawing.

A kind that was added later brings its own demand: the `examples` of its fields, which are the sample here.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel

from adapters.contract import DocumentFile
from models.demand import Demand
from models.documents import DocumentRef
from models.scheme import Scheme, Withdrawal

CONTACT_NAME: Final = "欧阳秋实"
CONTACT_PHONE: Final = "13990012345"
AREA: Final = "511702"
_PUSHED: Final = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_DRAWING: Final = b"%PDF-1.7\n" + bytes(range(256)) * 1024

_DEMANDS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "water", "daily_volume_m3": 320.5, "pipe_dn_mm": 200, "use_class": "domestic"},
    {"kind": "power", "capacity_kva": 1600, "voltage_level": "10kV", "supplies": 2},
    {"kind": "gas", "hourly_volume_m3": 80, "pressure": "low", "appliances": 420},
    {"kind": "telecom", "ftth_households": 420, "equipment_room": True, "duct_entry": False},
)


def demands() -> tuple[dict[str, Any], ...]:
    """One demand of every kind that `models.demand` has. Raises `LookupError` for a field without an example."""
    union, _ = get_args(Demand)
    known = {demand["kind"] for demand in _DEMANDS}
    added = (variant for variant in get_args(union) if variant.model_fields["kind"].default not in known)
    return (*_DEMANDS, *map(_exemplary, added))


def _exemplary(variant: type[BaseModel]) -> dict[str, Any]:
    sample: dict[str, Any] = {"kind": variant.model_fields["kind"].default}
    for name, field in variant.model_fields.items():
        if field.examples:
            sample[name] = field.examples[0]
        elif field.is_required():
            raise LookupError(f"{variant.__name__}.{name} has no examples=[…] for the kit to submit")
    return sample


def a_drawing() -> DocumentRef:
    """A drawing of a quarter of a mebibyte, by reference."""
    return DocumentRef(
        sha256=hashlib.sha256(_DRAWING).hexdigest(),
        name="总平面图.pdf",
        media_type="application/pdf",
        size_bytes=len(_DRAWING),
    )


def the_drawing_in(folder: Path) -> DocumentFile:
    """The drawing on disk."""
    path = folder / "drawing.pdf"
    path.write_bytes(_DRAWING)
    return DocumentFile(ref=a_drawing(), path=path)


def a_scheme(
    number: int = 1, *, version: int = 1, with_drawing: bool = False, area_code: str = AREA
) -> Scheme:
    """Scheme number `number`; the contact's name and telephone number are what no record may show.

    Without a drawing, so that a company that waits for documents begins its work at once.
    """
    return Scheme.model_validate(
        {
            "scheme_id": f"KIT-{number:04}",
            "version": version,
            "project": {
                "code": "2411-511703-04-01-249065",
                "engineering_code": f"GC{number:06}",
                "name": f"第 {number} 期安置房",
                "area_code": area_code,
                "address": "达州市通川区朝阳中路 18 号",
                "developer": {"name": "朝阳建设开发公司", "credit_code": "91511700MA62E1XH27", "kind": "1"},
                "contact": {"name": CONTACT_NAME, "phone": CONTACT_PHONE},
                "registration": {"industry_class": "01"},
            },
            "site": {"crs": "EPSG:4490", "geometry": {"type": "Point", "coordinates": [31.2142, 107.4953]}},
            "demands": demands(),
            "documents": [a_drawing().to_store()] if with_drawing else [],
            "pushed_at": _PUSHED,
            "opinion_due": _PUSHED + timedelta(days=7),
        }
    )


def a_withdrawal(number: int = 1) -> Withdrawal:
    """Scheme number `number` is taken back."""
    return Withdrawal(
        scheme_id=f"KIT-{number:04}", reason="方案调整", withdrawn_at=_PUSHED + timedelta(days=1)
    )


def key(number: int = 1, *, version: int = 1) -> str:
    """The idempotency key that goes with `a_scheme`."""
    return f"kit-company:KIT-{number:04}:v{version}"
