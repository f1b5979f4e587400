"""The contract as a class to inherit."""

from adapters.kit.receiving import ReceivingChecks
from adapters.kit.refusing import RefusingChecks
from adapters.kit.secrecy import SecrecyChecks
from adapters.kit.sending import SendingChecks


class AdapterContract(SendingChecks, RefusingChecks, ReceivingChecks, SecrecyChecks):
    """Every check of the kit. Name `adapter` and `stand_in`; `skips` says which checks do not apply, and why."""
