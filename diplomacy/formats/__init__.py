"""How days and times are written where no page says so itself, as in the admin: like on the pages."""
