"""The linked application (联动报装): one form for every utility that a scheme concerns."""

from pydantic import Field

from models.base import Day, Frozen, Instant, Personal
from models.identifiers import SchemeId


class LinkedApplication(Frozen):
    """Who applies for supply, whom to ask, and by when it is wanted. The demand is that of the scheme."""

    scheme_id: SchemeId
    applicant: str = Field(min_length=1, max_length=200)
    credit_code: str | None = Field(default=None, min_length=1, max_length=18)
    contact_name: Personal
    contact_phone: Personal
    wanted_on: Day | None = None
    note: str = Field(default="", max_length=500)
    submitted_at: Instant
