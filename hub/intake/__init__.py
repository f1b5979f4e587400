"""Schemes from a file (收件): JSON in the model's own shape, or a table with one row per scheme version.

Pure reading: nothing is stored and nothing is sent here. Good rows count even where others are refused.
"""

from hub.intake.reading import read_schemes
from hub.intake.result import IntakeResult, RefusedRow

__all__ = ["IntakeResult", "RefusedRow", "read_schemes"]
