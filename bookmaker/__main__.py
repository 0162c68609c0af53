"""``python -m bookmaker`` and the installed command: sets a checkout up on its first run, then calls ``cli``."""

import sys


def main() -> None:
    """Run the command and leave; 130 when interrupted, even this early."""
    try:
        from bookmaker.bootstrap import NEEDS, enter_environment  # noqa: PLC0415 - loading can be interrupted too

        enter_environment(*NEEDS)
        from bookmaker.cli import main as run  # noqa: PLC0415 - what it needs is there only now

        run()
    except KeyboardInterrupt:
        print("bookmaker: interrupted; nothing was changed", file=sys.stderr)  # noqa: T201
        sys.exit(130)


if __name__ == "__main__":
    main()
