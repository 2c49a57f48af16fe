"""evalflow runs the public evaluation of dialogues between governments."""

__version__ = "0.1.0"
