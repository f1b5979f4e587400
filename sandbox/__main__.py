"""`python -m sandbox --config FILE.json --announce FILE`."""

import argparse
import sys
from pathlib import Path

from sandbox.run import main

_arguments = argparse.ArgumentParser(
    prog="sandbox", description="Stand-ins for the province and the utilities."
)
_arguments.add_argument("--config", type=Path, help="JSON; see sandbox/README.md")
_arguments.add_argument("--announce", type=Path, help="file to write addresses and credentials to")
_arguments.add_argument(
    "--until-eof", action="store_true", help="stop when standard input, a pipe, is closed"
)

if __name__ == "__main__":
    given = _arguments.parse_args()
    sys.exit(main(given.config, given.announce, until_eof=given.until_eof))
