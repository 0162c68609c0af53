"""``python -m bookmaker``: sets the checkout up on its first run, then hands over to the command line."""

from bookmaker.bootstrap import NEEDS, enter_environment

if __name__ == "__main__":
    enter_environment(*NEEDS)
    from bookmaker.cli import main

    main()
