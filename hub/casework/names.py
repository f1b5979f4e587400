"""How cases, matters, lanes and messages are named.

Names are derived from what they name, so that a restart, a replay or a second process arrives at the same one.
"""

from models.digest import content_hash
from models.stage import Stage

_STAGE_NUMBER = {stage: number for number, stage in enumerate(Stage, start=1)}


def case_number(scheme_id: str, company: str) -> str:
    """The number of the case of one scheme at one company."""
    return f"{scheme_id}-{company}"


def matter_number(case: str, stage: Stage, round_: int) -> str:
    """SPSXSLBM: the number of one round of one stage of a case."""
    return f"{case}-{_STAGE_NUMBER[stage]}.{round_}"


def scheme_lane(company: str, scheme_id: str) -> str:
    """Versions and the withdrawal of a scheme reach a company in this order."""
    return f"{company}/{scheme_id}"


def push_key(company: str, scheme_id: str, version: int) -> str:
    """Idempotency key of one version of a scheme at one company."""
    return f"{company}:{scheme_id}:v{version}"


def withdrawal_key(company: str, scheme_id: str, version: int) -> str:
    """Idempotency key of the withdrawal of a scheme whose latest version is `version`."""
    return f"{company}:{scheme_id}:v{version}:withdrawal"


def document_key(company: str, scheme_id: str, version: int, sha256: str) -> str:
    """Key of one document of one version at one company."""
    return f"{company}:{scheme_id}:v{version}:{sha256}"


def application_key(company: str, scheme_id: str, digest: str) -> str:
    """Idempotency key of an application for a scheme at one company; `digest` is that of the form."""
    return f"{company}:{scheme_id}:application:{digest[:16]}"


def opinions_key(source: str, scheme_id: str, version: int, supplement: int) -> str:
    """Idempotency key of a reply to the joint review about one version; 0 is the reply, 1, 2, … its supplements."""
    return f"{source}:{scheme_id}:v{version}:opinions:{supplement}"


def opinions_lane(source: str, scheme_id: str) -> str:
    """Replies about a scheme reach its source in this order."""
    return f"{source}/{scheme_id}/opinions"


def record_key(kind: str, *parts: str | int) -> str:
    """DFSJZJ: the city's own key of a record, 42 characters, the same for the same thing."""
    return f"{kind[0]}-{content_hash({'parts': [kind, *parts]})[:40]}"


def mirror_key(mirror: str, record: str) -> str:
    """Outbox key of a record bound for a mirror."""
    return f"{mirror}:{record}"


def mirror_lane(mirror: str, entity: str) -> str:
    """Records of one project, or of one matter, reach a mirror in order."""
    return f"{mirror}/{entity}"
