"""One file a command: it parses, calls one verb, and prints what came of it."""
