"""The configuration's `[backfill]`: how much of history goes along with a day's work."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from hub.durations import Duration


class BackfillSettings(BaseModel):
    """How history is taken in beside the day's work."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cases_at_once: int = Field(default=20, ge=1, le=1000)
    """Most old cases taken in at a time."""
    ceiling: int = Field(default=100, ge=1)
    """No more history is taken in while so many deliveries wait at any mirror."""
    pause: Duration = timedelta(seconds=1)
    """Between two times, where `liandong backfill` works by itself."""
