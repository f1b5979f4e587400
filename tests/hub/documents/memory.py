"""How much a process grows while it works, measured by the kernel."""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")


class Growth:
    """Begin when everything is imported and warm; `bytes()` is how far the peak has since risen above that."""

    def __init__(self) -> None:
        self._counted = _RESET.exists()
        if self._counted:
            _RESET.write_text("5")  # proc(5): resets the peak to what is resident now
        self._before = self._peak()

    def bytes(self) -> int:
        """Growth of the peak so far."""
        return self._peak() - self._before

    def _peak(self) -> int:
        if self._counted:
            fields = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
            return int(fields["VmHWM"].split()[0]) * 1024
        # Elsewhere there is only the peak of the whole life, in kilobytes, on macOS in bytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
