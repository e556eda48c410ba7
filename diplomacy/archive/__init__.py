"""The store: models, the one write path per verb, admin, commands."""
