"""Formats by the names that Django looks for; what is typed in is understood as before."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
