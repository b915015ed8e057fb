"""Reads messages with Python's `email`: one path a line on standard input, one JSON object a line on standard output.

A field that Python cannot read (it raises an exception) is left out.
"""

import email.policy
import json
import sys
from datetime import timezone


def listed(message, name):
    return [
        {"name": address.display_name, "address": address.addr_spec}
        for field in message.get_all(name, [])
        for address in field.addresses
    ]


def sent_date(message):
    date = message["date"]
    moment = date and date.datetime
    if not moment:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def leaves(part):
    """The parts without parts of their own; an enclosed message is one of them."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in part.iter_parts():
            yield from leaves(child)
    else:
        yield part


def is_text(part, subtype):
    return part.get_content_type() == f"text/{subtype}" and not part.is_attachment()


def joined(message, subtype):
    texts = [part.get_content(errors="replace") for part in leaves(message) if is_text(part, subtype)]
    return "\n".join(texts) if texts else None


FIELDS = {
    "subject": lambda message: str(message["subject"] or ""),
    "from": lambda message: listed(message, "from"),
    "to": lambda message: listed(message, "to"),
    "date": sent_date,
    "text": lambda message: joined(message, "plain"),
    "html": lambda message: joined(message, "html"),
    "attachments": lambda message: sum(
        1 for part in leaves(message) if not is_text(part, "plain") and not is_text(part, "html")
    ),
}

for line in sys.stdin:
    reading = {}
    with open(line.rstrip("\n"), "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    for field, read in FIELDS.items():
        try:
            reading[field] = read(message)
        except Exception:
            pass
    print(json.dumps(reading))
