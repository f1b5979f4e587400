"""The colour of a matter's clock (红黄绿码)."""

from enum import StrEnum


class Colour(StrEnum):
    """Green 绿, yellow 黄, red 红; paused 灰 while a correction or a special procedure stops the clock."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"
