"""A Django database backend on the PostgreSQL that ships in a wheel, for machines that have none of their own."""
