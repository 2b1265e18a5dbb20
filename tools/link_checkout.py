"""Make `wirewatch` of .venv run this checkout, without a build: a path file and the console script."""

from __future__ import annotations

import stat
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """#!{python}
import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
"""


def main() -> None:
    """Write both into the environment that runs this."""
    Path(sysconfig.get_path("purelib"), "wirewatch-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    script = Path(sysconfig.get_path("scripts"), "wirewatch")
    script.write_text(SCRIPT.format(python=sys.executable), encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    main()
