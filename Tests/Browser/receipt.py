"""Receipt codes as somebody without the project's code would make them: Crockford's base32 with its check symbol."""

import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK = LETTERS + "*~$=U"
PRINTED = re.compile(rf"([{LETTERS}]{{5}}-){{4}}[{re.escape(CHECK)}]")


def checked(letters):
    """20 characters with their check symbol, as they are printed."""
    number = 0
    for letter in letters:
        number = number * 32 + LETTERS.index(letter)
    groups = [letters[start : start + 5] for start in range(0, 20, 5)]
    return "-".join([*groups, CHECK[number % 37]])


def mistyped(code):
    """The same code with one other character in it."""
    first = LETTERS[(LETTERS.index(code[0]) + 1) % 32]
    return first + code[1:]
