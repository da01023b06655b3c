"""`python -m zoneproc` is the command `zoneproc`."""

from zoneproc.cli import main

if __name__ == "__main__":
    main()
