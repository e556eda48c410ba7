"""Who is in a text: names, offices, countries, and whom each description and pronoun means."""
