"""The phrases of a language, read from the same catalogues as the pages."""

import ast
import re

from house import PROJECT

FOLDERS = [
    "Shared/Web/Phrases",
    "Shared/Accounts/Phrases",
    "Services/Intake/Phrases",
    "Services/Verification/Phrases",
    "Services/Notification/Phrases",
    "Services/Reporting/Phrases",
]


class Phrases(dict):
    """Texts by key; plural forms are left out."""

    def __init__(self, language):
        super().__init__()
        self.language = language
        for folder in FOLDERS:
            path = PROJECT / folder / f"{language}.po"
            if path.exists():
                self._read(path.read_text())

    def _read(self, text):
        for key, value in re.findall(r'^msgid ("[^\n]+")\nmsgstr ((?:"[^\n]*"\n?)+)', text, re.MULTILINE):
            key = ast.literal_eval(key)
            if key:
                self[key] = "".join(ast.literal_eval(part) for part in value.splitlines())

    def before(self, key):
        """The part of a text in front of its first placeholder."""
        return self[key].split("{")[0]
