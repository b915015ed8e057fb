"""aiosmtpd with a handler that drops the data. Argument: port."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP


class Discard:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Discard(), data_size_limit=1 << 30), "127.0.0.1", int(sys.argv[1]), backlog=1000
    )
    await server.serve_forever()


asyncio.run(main())
