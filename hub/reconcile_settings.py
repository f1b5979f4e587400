"""The configuration's `[reconcile]`: when the hub and its counterparts are compared, and how strictly."""

from datetime import time, timedelta

from pydantic import BaseModel, ConfigDict

from hub.durations import Duration


class ReconcileSettings(BaseModel):
    """How reconciliation (对账) is done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    late_after: Duration = timedelta(hours=72)
    """An event told, or recorded, later than this is named as late. Three days bridge a weekend."""
    overlap: Duration = timedelta(days=1)
    """How far a nightly pass reads back behind the last one: clocks differ, and records are written late."""
    whole_every: Duration = timedelta(days=7)
    """A nightly pass reads everything when the last that did is older than this."""
    at: time = time(2, 30)
    """When the nightly pass begins, in China time."""
