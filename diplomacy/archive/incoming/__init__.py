"""How texts come in: handed in, fetched or watched; whose they are; stored once, copies known."""
