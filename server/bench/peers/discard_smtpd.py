"""Python's own smtpd (until 3.11), where this project comes from, dropping the data. Argument: port."""

import asyncore
import smtpd
import sys


class Discard(smtpd.SMTPServer):
    def process_message(self, peer, mailfrom, rcpttos, data, **options):
        return None


server = Discard(("127.0.0.1", int(sys.argv[1])), None, data_size_limit=1 << 30)
server.listen(1000)  # its own backlog of 5 makes a client wait a second for its next try
asyncore.loop(timeout=1, use_poll=True)
