"""How the person at the keyboard calls this program."""

import os
import shlex
import shutil
import sys
from typing import Final

NAME: Final = "liandong"


def called() -> str:
    """What to type for this program here: its name where that is enough, else its path as it was typed."""
    typed = sys.argv[0]
    if os.path.basename(typed) != NAME or not os.path.isfile(typed):
        return NAME
    found = shutil.which(NAME)
    return NAME if found and os.path.samefile(found, typed) else shlex.quote(typed)
