"""Examples of what came to the models after the spine: opinions, documents, applications, clocks, a project."""

from typing import Any, Final

from models.application import LinkedApplication
from models.base import Frozen
from models.clock import ClockRule, Course, Reading
from models.opinions import Asked, GivenOpinion, OpinionReply
from models.projects import (
    Acceptance,
    CaseView,
    IssuedView,
    JointAcceptance,
    ProjectView,
    ReviewView,
    SchemeView,
    StageView,
)
from models.records import ApprovalRecord, ColourRecord, OpinionRecord
from tests.models.builders import CREDIT_CODE

AT: Final = "2026-03-04T10:05:00+08:00"
LATER: Final = "2026-03-09T10:05:00+08:00"
_RECORD: Final[dict[str, Any]] = {
    "key": "k",
    "area_code": "511702",
    "engineering_code": "g",
    "matter": "m",
}
_ASKED: Final[dict[str, Any]] = {"company": "water-tc", "name": "通川区供水有限公司", "kind": "water"}

GIVEN = GivenOpinion.model_validate({**_ASKED, "opinion": "agree", "text": "同意", "given_at": AT})
ISSUED = IssuedView.model_validate(
    {
        "sha256": "0" * 64,
        "name": "验收意见书.pdf",
        "number": "通水验〔2026〕7号",
        "issued_on": "2026-03-04",
        "here": True,
    }
)
STAGE = StageView.model_validate(
    {
        "stage": "acceptance",
        "matter": "m",
        "round": 1,
        "status": 11,
        "ended": True,
        "passed": True,
        "opened_at": AT,
        "changed_at": LATER,
        "opinion": None,
        "opinion_text": "",
        "documents": [ISSUED],
        "events": 3,
        "recorded": {"province": 3, "city": 2},
    }
)
CASE = CaseView.model_validate(
    {
        "case_number": "FA-1-water-tc",
        "scheme_id": "FA-1",
        "company": "water-tc",
        "company_name": "通川区供水有限公司",
        "kind": "water",
        "version": 1,
        "current": True,
        "remote_ref": "TCSW-1",
        "stages": [STAGE],
    }
)
REVIEW = ReviewView.model_validate(
    {
        "state": "open",
        "due_at": LATER,
        "closed_at": None,
        "missing": ["gas-tc"],
        "supplements": 0,
        "returned": False,
    }
)
SCHEME_SEEN = SchemeView.model_validate(
    {
        "scheme_id": "FA-1",
        "version": 1,
        "pushed_at": AT,
        "opinion_due": LATER,
        "withdrawn_at": None,
        "review": REVIEW,
    }
)
ACCEPTANCE = JointAcceptance(state=Acceptance.PASSED, passed=("water-tc",), failed=(), waiting=())
REPLY = OpinionReply.model_validate(
    {
        "scheme_id": "FA-1",
        "version": 1,
        "supplement": 0,
        "closed_at": LATER,
        "opinions": [GIVEN],
        "missing": [{**_ASKED, "company": "gas-tc", "kind": "gas"}],
    }
)
READING = Reading.model_validate(
    {
        "started_at": AT,
        "ended_at": None,
        "paused_since": None,
        "due_at": LATER,
        "limit_days": 5.5,
        "used_days": 1.25,
        "colour": "green",
        "on_time": None,
        "provisional": False,
        "changes_at": LATER,
    }
)
PROJECT = ProjectView.model_validate(
    {
        "code": "2411-511703-04-01-249065",
        "name": "鸿泰府邸",
        "area_code": "511702",
        "address": "达州市通川区通州大道 325 号",
        "developer": "达州市鸿泰置业有限公司",
        "schemes": [SCHEME_SEEN],
        "cases": [CASE],
        "acceptance": ACCEPTANCE,
        "events": 3,
        "recorded": {"province": 3},
    }
)
APPROVAL = ApprovalRecord.model_validate(
    {
        **_RECORD,
        "stage": "acceptance",
        "number": "通水验〔2026〕7号",
        "title": "验收意见书",
        "issued_on": "2026-03-04",
        "media_type": "application/pdf",
        "size_bytes": 1804,
        "sha256": "0" * 64,
    }
)


def later_examples(name: str, phone: str) -> list[Frozen]:
    """One of each; `name` and `phone` stand wherever a person is named."""
    return [
        OpinionRecord.model_validate(
            {
                **_RECORD,
                "company_name": "通川区供水有限公司",
                "company_credit_code": CREDIT_CODE,
                "opinion": "agree",
                "handler": name,
                "given_at": AT,
            }
        ),
        APPROVAL,
        ColourRecord.model_validate(
            {**_RECORD, "colour": "red", "due_at": AT, "provisional": False, "as_of": LATER}
        ),
        Asked.model_validate(_ASKED),
        GIVEN,
        REPLY,
        LinkedApplication.model_validate(
            {
                "scheme_id": "FA-1",
                "applicant": "达州市鸿泰置业有限公司",
                "contact_name": name,
                "contact_phone": phone,
                "wanted_on": "2026-05-01",
                "submitted_at": AT,
            }
        ),
        ClockRule.model_validate({"limit_days": 5.5}),
        Course.model_validate({"started_at": AT, "pauses": [(AT, LATER), (LATER, None)]}),
        READING,
        ISSUED,
        STAGE,
        CASE,
        REVIEW,
        SCHEME_SEEN,
        ACCEPTANCE,
        PROJECT,
    ]
