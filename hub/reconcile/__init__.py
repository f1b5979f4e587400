"""Reconciliation (对账): is everything recorded? What each counterpart holds is compared with what the hub has.

`run` makes a pass, `findings` lists what was found, `mend` mends it, `accept` lets it be.
"""

from hub.reconcile.mending import MENDABLE, Mended, accept, mend, mend_all
from hub.reconcile.passing import due_whole, run
from hub.reconcile.report import ReconcileReport
from hub.store.findings import Finding, FindingState
from hub.store.findings import listed as findings

__all__ = [
    "MENDABLE",
    "Finding",
    "FindingState",
    "Mended",
    "ReconcileReport",
    "accept",
    "due_whole",
    "findings",
    "mend",
    "mend_all",
    "run",
]
