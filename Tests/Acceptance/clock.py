"""The clock of the house: it runs, and is moved forward from one event to the next (clock.c)."""

import contextlib
import datetime
import os
import pathlib
import struct
import sys
import time

from cases import load_cases

OFFSET = struct.Struct("<q")
# The house is younger; what is dated before it is a slip of a case, and no clock for the others
EARLIEST = datetime.datetime(2006, 1, 1, tzinfo=datetime.UTC)


def moment(text):
    """A date of a case, or a moment; a day, month or year means its beginning, UTC."""
    text += {4: "-01-01", 7: "-01"}.get(len(text), "")
    parsed = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.UTC)


def end_of(day):
    """When a day is over; of a month or a year, its first day; of a moment, the moment."""
    begun = moment(day)
    return begun if "T" in day else begun + datetime.timedelta(days=1)


def now():
    return datetime.datetime.now(datetime.UTC)


def start(place, at):
    """Sets the clock of a house that does not run yet."""
    place.write_bytes(OFFSET.pack(int(at.timestamp() - time.time())))
    # PostgreSQL of root runs as another user
    place.chmod(0o644)


def move_to(at):
    """Moves the clock of everybody, this process too; it never goes back. The moved clock shows whole seconds' difference."""
    ahead = int(at.timestamp() - time.time() + 1)
    if ahead <= 0:
        return
    with pathlib.Path(os.environ["ACCEPTANCE_CLOCK"]).open("r+b", buffering=0) as file:
        (offset,) = OFFSET.unpack(file.read())
        file.seek(0)
        file.write(OFFSET.pack(offset + ahead))


def first_moment(cases):
    """When the first submission of all comes; a case whose dates cannot be read fails later, by itself."""
    found = []
    for case in cases:
        for submission in case["submissions"]:
            with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
                found.append(moment(submission["received_at"]))
    return min((one for one in found if one >= EARLIEST), default=now())


if __name__ == "__main__":
    # Before it there is a day for setting up accounts
    start(pathlib.Path(sys.argv[2]), first_moment(load_cases(sys.argv[1])) - datetime.timedelta(days=1))
