"""Pages for people: server-rendered, usable without script, nothing on them that the archive does not hold."""
