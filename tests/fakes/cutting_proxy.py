#!/usr/bin/env python3
"""A line to a server on loopback that is cut at random: of a share of its connections, after so many bytes in one direction or the other, and
what was not passed on is lost. Or one that is slow, or that forgets connections as firewalls do. Prints "listening on 127.0.0.1:PORT".

usage: cutting_proxy.py --to PORT [--port PORT] [--share 0.2] [--longest BYTES] [--pace BYTES] [--forget SECONDS] [--seed N]
"""
import argparse, asyncio, random, time

PIECE = 1 << 14


class Line:
    def __init__(self, options):
        self.options, self.chance = options, random.Random(options.seed)

    def patience(self):
        """Bytes in each direction until it is cut; none: never."""
        if self.chance.random() >= self.options.share:
            return None, None
        left = self.chance.randrange(self.options.longest)
        return (left, None) if self.chance.random() < 0.5 else (None, left)

    async def pass_on(self, reader, writer, left):
        while left is None or left > 0:
            piece = await reader.read(PIECE)
            if not piece:
                return
            if self.options.forget and time.monotonic() - self.spoken > self.options.forget:
                continue  # nobody is told
            self.spoken = time.monotonic()
            if left is not None:
                piece = piece[:left]
                left -= len(piece)
            writer.write(piece)
            await writer.drain()
            if self.options.pace:
                await asyncio.sleep(len(piece) / self.options.pace)

    async def connect(self, reader, writer):
        ends = [writer]
        self.spoken = time.monotonic()
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self.options.to)
            ends.append(to_writer)
            there, back = self.patience()
            ways = [asyncio.ensure_future(self.pass_on(reader, to_writer, there)), asyncio.ensure_future(self.pass_on(to_reader, writer, back))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        except OSError:
            pass  # the server is away
        for end in ends:
            end.close()


async def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--to", type=int, required=True)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--share", type=float, default=0, help="of the connections that are cut")
    options.add_argument("--longest", type=int, default=8000, help="bytes until then at most")
    options.add_argument("--pace", type=int, default=0, help="bytes a second in each direction; default: as they come")
    options.add_argument("--forget", type=float, default=0, help="a connection on which nothing was said for so long; for one at a time")
    options.add_argument("--seed", type=int, default=1)
    arguments = options.parse_args()
    server = await asyncio.start_server(Line(arguments).connect, "127.0.0.1", arguments.port)
    print(f"listening on 127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


asyncio.run(main())
