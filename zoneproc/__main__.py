"""`python -m zoneproc` is the command `zoneproc`."""

if __name__ == "__main__":  # the processes of a crew look in here too, and need no command line
    from zoneproc.cli import main

    main()
