"""Sends a message with a backend of django-anymail, unmodified.

Reads {"backend", "settings", "full", "image", "batch"} as JSON from standard input, and writes what the backend understood of the reply.
With "batch", the message is a template for several recipients instead.
"""

import base64
import json
import sys

request = json.load(sys.stdin)

import django
from django.conf import settings

settings.configure(ANYMAIL=request["settings"], DEFAULT_CHARSET="utf-8")
django.setup()

from anymail.message import AnymailMessage, attach_inline_image
from django.core.mail import get_connection

full = request["full"]
connection = get_connection(f'anymail.backends.{request["backend"]}.EmailBackend')
cid = None
if request.get("batch"):
    batch = request["batch"]
    message = AnymailMessage(
        from_email=full["from"]["address"],
        to=list(batch["merge_data"]),
        template_id=batch["template_id"],
        merge_data=batch["merge_data"],
        merge_global_data=batch["merge_global_data"],
        tags=[full["tag"]],
        connection=connection,
    )
    if batch["metadata"]:
        message.metadata = batch["metadata"]
    if not batch["sender"]:
        message.from_email = None
else:
    message = AnymailMessage(
        subject=full["subject"],
        body=full["text"],
        from_email=f'{full["from"]["name"]} <{full["from"]["address"]}>',
        to=[f'{full["to"]["name"]} <{full["to"]["address"]}>'],
        cc=[full["cc"]],
        bcc=[full["bcc"]],
        reply_to=[full["replyTo"]],
        headers={full["header"]["name"]: full["header"]["value"]},
        tags=[full["tag"]],
        connection=connection,
    )
    message.attach_alternative(full["html"], "text/html")
    file = full["file"]
    message.attach(file["name"], base64.b64decode(file["content"]), file["type"])
    if request["image"]:
        image = full["image"]
        cid = attach_inline_image(message, base64.b64decode(image["content"]), image["name"], "png")
message.send()
status = message.anymail_status
print(
    json.dumps(
        {
            "cid": cid,
            "status": sorted(status.status),
            "recipients": {
                address: {"status": each.status, "id": each.message_id} for address, each in status.recipients.items()
            },
        }
    )
)
