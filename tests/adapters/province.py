"""A province behind its gateway that answers by operation, and records to send to it."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import respx

from adapters.contract import Authority
from adapters.http import Wiring
from adapters.provincial.gateway import ProvinceGateway
from models.records import ApprovalRecord, EventRecord, MatterRecord, OpinionRecord, ProjectRecord
from tests.adapters.support import NOON
from tests.adapters.wires import PROVINCE, example
from tests.models.builders import CREDIT_CODE, DIGEST, project_body

NAME = "四川省工改系统"
BASE = "http://p.test"
SETTINGS: dict[str, Any] = {
    "base_url": BASE,
    "paasid": "dazhou-utilities",
    "token": "geheim",
    "items": {
        "water": {"review": {"code": "DZ-GS-01", "version": 1, "limit_days": 5}},
        "gas": {"hookup": {"code": "DZ-RQ-03", "version": 2}},
    },
    "procedure": {"code": "SC-FWJZ", "version": 1.0},
    "situation": "联动报装",
    "departments": {"water-tc": "GS-TC"},
}
_REPLIES = example(
    PROVINCE,
    *("paths", "/gateway", "post", "responses", "200", "content", "application/json", "examples"),
)
WRITTEN, HELD, SCHEMES = (_REPLIES[name]["value"] for name in ("written", "held", "schemes"))

Answer = httpx.Response | dict[str, Any] | Callable[[dict[str, Any]], Any]


class Province:
    """The gateway, answering every operation with `answer`, and the adapter that speaks with it."""

    def __init__(self) -> None:
        self.answer: Answer = {"code": "0", "message": "", "taken": [], "refused": []}
        self.operations: list[dict[str, Any]] = []
        self.routes = respx.Router(assert_all_called=False)
        self.routes.post(f"{BASE}/gateway").mock(side_effect=self._operate)
        self.adapter = ProvinceGateway.connect(
            Authority(id="province", name=NAME),
            SETTINGS,
            Wiring(transport=httpx.MockTransport(self.routes.async_handler), clock=lambda: NOON),
        )

    def _operate(self, request: httpx.Request) -> httpx.Response:
        operation = json.loads(request.content)
        self.operations.append(operation)
        answer = self.answer(operation) if callable(self.answer) else self.answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the last operation."""
        rows: list[dict[str, Any]] = self.operations[-1]["rows"]
        return rows


def all_taken(operation: dict[str, Any]) -> dict[str, Any]:
    taken = [{"DFSJZJ": row["DFSJZJ"], "LSH": f"L-{row['DFSJZJ']}"} for row in operation["rows"]]
    return {"code": "0", "message": "成功", "taken": taken, "refused": []}


def refused(key: str, column: str | None, code: str, reason: str) -> dict[str, Any]:
    return {"DFSJZJ": key, "column": column, "reasonCode": code, "reason": reason}


def project_record(key: str = "dz-p-1", **changes: Any) -> ProjectRecord:
    registration = {
        "industry_class": "01",
        "approval_class": "1",
        "project_type": "1",
        "construction_nature": "0",
        "industry": "K7010",
        "start_planned": "2026-05-01",
        "finish_planned": "2027-10-31",
        "floor_area_m2": 42150.5,
    }
    body = {
        "key": key,
        "area_code": "511702",
        "pushed_at": NOON,
        "project": project_body(registration=registration),
    }
    return ProjectRecord.model_validate(body | changes)


def matter_record(key: str = "dz-c-1", **changes: Any) -> MatterRecord:
    body = {
        "key": key,
        "area_code": "511702",
        "engineering_code": "GC511702-2026-0007",
        "matter": "511702-2026-0007-GS-SC",
        "stage": "review",
        "kind": "water",
        "company": "water-tc",
        "company_name": "通川区供水有限公司",
        "company_credit_code": CREDIT_CODE,
        "contact_name": "欧阳建国",
        "contact_phone": "13800000000",
    }
    return MatterRecord.model_validate(body | changes)


def event_record(key: str = "dz-e-1", **changes: Any) -> EventRecord:
    body = {
        "key": key,
        "area_code": "511702",
        "engineering_code": "GC511702-2026-0007",
        "matter": "511702-2026-0007-GS-SC",
        "step": 2,
        "status": 3,
        "status_text": "已受理",
        "handler": "陈志强",
        "company_name": "通川区供水有限公司",
        "company_credit_code": CREDIT_CODE,
        "occurred_at": "2026-03-02T16:59:59.9+00:00",
    }
    return EventRecord.model_validate(body | changes)


def opinion_record(key: str = "dz-o-1", **changes: Any) -> OpinionRecord:
    body = {
        "key": key,
        "area_code": "511702",
        "engineering_code": "GC511702-2026-0007",
        "matter": "511702-2026-0007-GS-SC",
        "company_name": "通川区供水有限公司",
        "company_credit_code": CREDIT_CODE,
        "opinion": "agree_with_conditions",
        "opinion_text": "接驳点改在朝阳中路",
        "handler": "陈志强",
        "given_at": "2026-03-05T15:10:00+08:00",
    }
    return OpinionRecord.model_validate(body | changes)


def approval_record(key: str = "dz-a-1", **changes: Any) -> ApprovalRecord:
    body = {
        "key": key,
        "area_code": "511702",
        "engineering_code": "GC511702-2026-0007",
        "matter": "511702-2026-0007-GS-SC",
        "stage": "acceptance",
        "number": "供验〔2026〕12号",
        "title": "验收合格证.pdf",
        "issued_on": "2026-04-20",
        "media_type": "application/pdf",
        "size_bytes": 48213,
        "sha256": DIGEST,
    }
    return ApprovalRecord.model_validate(body | changes)
