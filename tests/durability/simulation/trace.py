"""What happened in a simulated city, in order, for whoever reads a seed that failed."""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True)
class Trace:
    """Lines with the time and who it was. Counting goes on even where the lines are not kept."""

    lines: list[tuple[float, str, str]] = field(default_factory=list)
    crashes: int = 0
    faults: int = 0

    def note(self, who: str, what: str) -> None:
        """One more line."""
        self.lines.append((asyncio.get_running_loop().time(), who, what))

    def text(self) -> str:
        """All of it, a line each: time as hours, minutes, seconds."""
        return "\n".join(f"{_clock(at)}  {who:<10} {what}" for at, who, what in self.lines)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes) // 60:3d}:{int(minutes) % 60:02d}:{rest:06.3f}"
