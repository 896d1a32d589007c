#!/usr/bin/env python3
"""A web service that takes awards and misbehaves as it is told. What took effect is in a file, on disk before it is answered: a
line "KEY PERSON AMOUNT" each, so that it may be killed at any instant and started again. With --forgets it does not look at
Idempotency-Key.

usage: http_peer.py --effects FILE [--port PORT] [--forgets] [--manner NAME] [--share 0.2] [--seed N]
"""
import argparse, http.server, json, os, pathlib, random, threading, time

PATIENCE_SECONDS = 60
MANNERS = ("hangs", "hangs_after", "cuts_before", "cuts_after", "says_429", "says_503", "says_500", "says_500_after", "cuts_answer", "huge")


class Service(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options):
        super().__init__(("127.0.0.1", options.port), Handler)
        self.options, self.lock, self.chance = options, threading.Lock(), random.Random(options.seed)
        self.file = os.open(options.effects, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.keys = {line.split()[0] for line in options.effects.read_text().splitlines()}

    def handle_error(self, *_):
        pass  # clients are killed

    def manner(self):
        with self.lock:
            if self.chance.random() >= self.options.share:
                return "well"
            return self.options.manner or self.chance.choice(MANNERS)

    def take(self, key, award):
        with self.lock:
            if key in self.keys and not self.options.forgets:
                return
            self.keys.add(key)
            os.write(self.file, f"{key} {award['person']} {award['amount']}\n".encode())
            os.fsync(self.file)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        award = json.loads(self.rfile.read(int(self.headers["Content-Length"])), parse_float=str, parse_int=str)
        manner = self.server.manner()
        if manner == "hangs":
            time.sleep(PATIENCE_SECONDS)
        if manner in ("hangs", "cuts_before"):
            return self.cut()
        if manner in ("says_429", "says_503"):
            return self.answer(int(manner[5:]), b"", {"Retry-After": "1"})
        if manner == "says_500":
            return self.answer(500, b"")
        self.server.take(self.headers["Idempotency-Key"], award)
        if manner == "hangs_after":
            time.sleep(PATIENCE_SECONDS)
        if manner in ("hangs_after", "cuts_after"):
            return self.cut()
        if manner == "says_500_after":
            return self.answer(500, b"")
        if manner == "huge":
            return self.answer(201, b"x" * (3 << 20))
        self.answer(201, b'{"taken": true}', cut=manner == "cuts_answer")

    def answer(self, status, body, headers={}, cut=False):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[:len(body) // 2] if cut else body)
        if cut:
            self.cut()

    def cut(self):
        self.close_connection = True

    def log_message(self, *_):
        pass


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--effects", required=True, type=pathlib.Path)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--forgets", action="store_true", help="it does not look at keys")
    options.add_argument("--manner", choices=MANNERS, help="always this one; default: any")
    options.add_argument("--share", type=float, default=0, help="of the requests to which it misbehaves")
    options.add_argument("--seed", type=int, default=1)
    service = Service(options.parse_args())
    print(service.server_address[1], flush=True)
    service.serve_forever()


main()
