"""Reads the text of one file, as a process of its own that knows nothing of the program, its database or its settings.

Started by `outside/file_texts.py` with the file as its input; every import in here is of this folder, of the standard
library or of a parser, so that it begins in a twentieth of a second and a parser that is led astray finds nothing.
"""
