"""Numbers of things, in words."""


def counted(number: int, one: str, several: str = "") -> str:
    """As in "3 articles" or "1 article"; empty where there is none. `several` where that is not `one` with an s."""
    return f"{number} {one if number == 1 else several or f'{one}s'}" if number else ""
