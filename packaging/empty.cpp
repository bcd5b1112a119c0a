// A shared library needs a source of its own; all the others are in the archive that it takes in whole.
