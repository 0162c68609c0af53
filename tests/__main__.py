"""``python3 -m tests [pytest's options]``: sets the checkout up on its first run, then calls pytest."""

import sys

from bookmaker.bootstrap import NEEDS, enter_environment

if __name__ == "__main__":
    enter_environment(*NEEDS, "pytest", "hypothesis", "pypdfium2")
    import pytest

    sys.exit(pytest.main(sys.argv[1:]))
