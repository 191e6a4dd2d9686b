"""The house under test: its addresses, its people, the mails that went out, and the operator's command."""

import base64
import hmac
import json
import os
import pathlib
import struct
import subprocess
import time
import urllib.request

PUBLIC = os.environ["AMPARO_PUBLIC_DOOR"]
STAFF = os.environ["AMPARO_STAFF_DOOR"]
MAILS = os.environ["AMPARO_MAILS"]
ARTEFACTS = pathlib.Path(os.environ["AMPARO_ARTEFACTS"])
PROJECT = pathlib.Path(__file__).resolve().parents[2]

STEP = 30


class Person:
    """Somebody of the demonstration, with the password and the second factor that `amparo demo` has printed."""

    def __init__(self, login, password, secret):
        self.login = login
        self.password = password
        self.secret = secret
        self._used = 0

    def code(self):
        """A code that was not used before. The door takes one step early or late, and each step once."""
        step = max(int(time.time()) // STEP - 1, self._used + 1)
        # Who has signed in often waits, as somebody in front of the door would, until the next code counts.
        while step > int(time.time()) // STEP + 1:
            time.sleep(0.5)
        self._used = step
        return one_time_code(self.secret, step)


def one_time_code(secret, step=None):
    """RFC 6238: SHA-1, six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time()) // STEP if step is None else step
    digest = hmac.digest(key, struct.pack(">Q", counter), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def people():
    """The demonstration's people by sign-in name."""
    password = None
    found = {}
    for line in pathlib.Path(os.environ["AMPARO_SIGN_IN"]).read_text().splitlines():
        if line.startswith("Password of all of them: "):
            password = line.split(": ", 1)[1]
        elif "\tsecond factor: " in line:
            login, _, factor = line.split("\t")
            found[login] = Person(login, password, factor.removeprefix("second factor: "))
    return found


PEOPLE = people()


def operate(*words):
    """Runs the operator's command and returns what it prints."""
    done = subprocess.run(
        [os.environ["AMPARO_COMMAND"], *words], cwd=PROJECT, capture_output=True, text=True, timeout=30
    )
    if done.returncode != 0:
        raise AssertionError(f"amparo {words[0]} {words[1]} failed: {done.stderr}")
    return done.stdout


def add_staff(login, name, roles, language):
    """Adds somebody and returns the set-up code to hand over."""
    printed = operate("staff", "add", login, "--name", name, "--roles", roles, "--language", language)
    return printed.strip().rsplit(" ", 1)[1]


def mails():
    """All mails that went out, the newest first."""
    with urllib.request.urlopen(f"{MAILS}/messages", timeout=10) as answer:
        return json.load(answer)


def eventually(check, what, seconds=15):
    """Asks again until it is true; the deadline is an error. Returns what the check returned and how long it took."""
    begun = time.monotonic()
    while True:
        result = check()
        taken = time.monotonic() - begun
        if result:
            return result, taken
        if taken > seconds:
            raise AssertionError(f"{what}: not within {seconds} seconds")
