"""``python -m rukaz`` is the command ``rukaz``."""

from rukaz.cli import main

if __name__ == "__main__":
    main(prog_name="rukaz")
