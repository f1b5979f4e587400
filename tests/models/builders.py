"""Valid domain objects to vary in tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from models.case import CaseEvent
from models.scheme import Scheme
from models.stage import Stage
from models.status import HandlingStatus

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PROJECT_CODE = "2411-511703-04-01-249065"
CREDIT_CODE = "91511700MA62E1XH27"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

WATER = {"kind": "water", "daily_volume_m3": 320.5, "pipe_dn_mm": 200, "use_class": "domestic"}
POWER = {"kind": "power", "capacity_kva": 1600, "voltage_level": "10kV", "supplies": 2}
GAS = {"kind": "gas", "hourly_volume_m3": 80, "pressure": "low", "appliances": 420}
TELECOM = {"kind": "telecom", "ftth_households": 420, "equipment_room": True, "duct_entry": False}


def contact_body(**changes: Any) -> dict[str, Any]:
    return {"name": "李明", "phone": "13800000000"} | changes


def project_body(**changes: Any) -> dict[str, Any]:
    return {
        "code": PROJECT_CODE,
        "engineering_code": "511702202603020001",
        "name": "朝阳片区安置房一期",
        "area_code": "511702",
        "address": "达州市通川区朝阳中路 18 号",
        "developer": {"name": "朝阳建设开发公司", "credit_code": CREDIT_CODE, "kind": "1"},
        "contact": contact_body(),
        "registration": {"industry_class": "01"},
    } | changes


def scheme_body(**changes: Any) -> dict[str, Any]:
    return {
        "scheme_id": "FA-511702-2026-0007",
        "version": 1,
        "project": project_body(),
        "site": {"crs": "EPSG:4490", "geometry": {"type": "Point", "coordinates": [31.2142, 107.4953]}},
        "demands": [WATER, POWER, GAS, TELECOM],
        "documents": [
            {"sha256": DIGEST, "name": "总平面图.pdf", "media_type": "application/pdf", "size_bytes": 48213}
        ],
        "pushed_at": "2026-03-02T09:00:00+08:00",
        "opinion_due": "2026-03-09T18:00:00+08:00",
    } | changes


def a_scheme(**changes: Any) -> Scheme:
    return Scheme.model_validate(scheme_body(**changes))


def an_event(
    status: HandlingStatus | int, hour: float, *, stage: Stage = Stage.REVIEW, **more: Any
) -> CaseEvent:
    """An event `hour` hours into the Monday; it arrives in that order unless `sequence` says otherwise."""
    return CaseEvent(
        event_id=f"{stage}-{int(status)}-{hour}",
        stage=stage,
        status=HandlingStatus(status),
        occurred_at=MONDAY + timedelta(hours=hour),
        sequence=more.pop("sequence", int(hour * 10)),
        **more,
    )
