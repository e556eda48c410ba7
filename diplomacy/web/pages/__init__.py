"""Page objects: one frozen value a page, built whole before its template loops over it."""
