"""``python -m bookmaker``: sets the checkout up on its first run, then hands over to the command line."""

import sys

from bookmaker.bootstrap import NEEDS, enter_environment, say

if __name__ == "__main__":
    enter_environment(*NEEDS)
    try:
        from bookmaker.cli import main
    except KeyboardInterrupt:
        say("interrupted; nothing was changed")
        sys.exit(130)
    main()
