#!/usr/bin/env python3
"""A mail server that misbehaves as it is told. A mail that took effect lies in a folder, on disk before it is answered, so that
the server may be killed at any instant and started again; it looks at no Message-ID. Prints "listening on 127.0.0.1:PORT".

usage: smtp_peer.py --mails FOLDER [--port PORT] [--certificate PEM --key PEM [--implicit]] [--login USER:PASSWORD | --token USER:TOKEN [--bearer]] [--ascii]
                    [--manner NAME] [--share 1] [--seed N]
"""
import argparse, base64, os, pathlib, random, socketserver, ssl, threading, time, uuid

PATIENCE_SECONDS = 60
# Before the mail is whole, nothing takes effect; what ends in _after did.
MANNERS = ("greets_554", "says_421", "mail_451", "mail_530", "rcpt_550", "rcpt_451", "data_452", "cuts_in_data", "cuts_before", "says_451",
           "says_421_late", "says_552", "cuts_after", "hangs_after")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, request_queue_size = True, True, 128

    def __init__(self, options):
        super().__init__(("127.0.0.1", options.port), Session)
        self.options, self.lock, self.chance, self.tls = options, threading.Lock(), random.Random(options.seed), None
        options.mails.mkdir(parents=True, exist_ok=True)
        if options.certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(options.certificate, options.key)

    def handle_error(self, *_):
        pass  # clients are killed

    def manner(self):
        with self.lock:
            if not self.options.manner and not self.options.any or self.chance.random() >= self.options.share:
                return "well"
            return self.options.manner or self.chance.choice(MANNERS)

    def take(self, envelope, mail):
        name = self.options.mails / f"{time.time_ns()}-{uuid.uuid4().hex}"
        with open(name.with_suffix(".part"), "wb") as file:
            file.write(envelope.encode() + b"\r\n" + mail)
            file.flush()
            os.fsync(file.fileno())
        name.with_suffix(".part").rename(name.with_suffix(".mail"))


class Cut(Exception):
    pass


class Session(socketserver.StreamRequestHandler):
    def secure(self):
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile, self.is_secure = self.request.makefile("rb"), self.request.makefile("wb", 0), True

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def line(self):
        read = self.rfile.readline(4096)
        if not read:
            raise Cut
        return read.decode("utf-8", "replace").rstrip("\r\n")

    def handle(self):
        self.manner, self.is_secure, self.knows_us = self.server.manner(), False, not (self.server.options.login or self.server.options.token)
        try:
            if self.server.options.implicit:
                self.secure()
            self.say("554 go away" if self.manner == "greets_554" else "220 smtp_peer")
            while self.answer(self.line()):
                pass
        except (Cut, OSError):
            pass

    def greet(self):
        options = self.server.options
        words = ["smtp_peer", "8BITMIME"] + ([] if options.ascii else ["SMTPUTF8"])
        words += ["STARTTLS"] if self.server.tls and not self.is_secure else []
        words += ["AUTH PLAIN"] if options.login else []
        words += ["AUTH " + ("OAUTHBEARER" if options.bearer else "XOAUTH2")] if options.token else []
        for word in words[:-1]:
            self.say("250-" + word)
        self.say("250 " + words[-1])

    def answer(self, line):
        verb, manner = line[:4].upper(), self.manner
        if verb in ("EHLO", "HELO"):
            self.greet()
        elif verb == "STAR":
            self.say("220 go ahead")
            self.secure()
        elif verb == "AUTH":
            self.log_in(line)
        elif verb == "MAIL":
            self.envelope = [line[10:]]
            self.say("530 5.7.0 log in first" if not self.knows_us or manner == "mail_530"
                     else {"says_421": "421 4.3.2 shutting down", "mail_451": "451 4.7.1 come later"}.get(manner, "250 ok"))
        elif verb == "RCPT":
            self.envelope.append(line[8:])
            self.say({"rcpt_550": "550 5.1.1 <ada@example.org> is not known here", "rcpt_451": "451 4.2.0 greylisted"}.get(manner, "250 ok"))
        elif verb == "DATA":
            return self.take_mail()
        elif verb == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def log_in(self, line):
        words = line.split(" ")
        if len(words) < 3:
            self.say("334 ")
            words.append(self.line())
        said, options = base64.b64decode(words[2]), self.server.options
        if options.token:
            user, token = options.token.encode().split(b":")
            begin = b"n,a=" + user + b"," if options.bearer else b"user=" + user
            self.knows_us = said.startswith(begin + b"\1") and said.endswith(b"\1auth=Bearer " + token + b"\1\1")
        else:
            self.knows_us = said.split(b"\0")[1:] == options.login.encode().split(b":")
        self.say("235 2.7.0 welcome" if self.knows_us else "535 5.7.8 who are you?")

    def take_mail(self):
        if self.manner == "data_452":
            self.say("452 4.3.1 no room")
            return True
        self.say("354 go on")
        if self.manner == "cuts_in_data":
            self.rfile.readline(64)
            raise Cut
        lines = []
        while (line := self.rfile.readline(1 << 20)) != b".\r\n":
            if not line:
                raise Cut
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.manner == "cuts_before":
            raise Cut
        refusal = {"says_451": "451 4.3.0 try again", "says_552": "552 5.3.4 too much", "says_421_late": "421 4.3.2 bye"}.get(self.manner)
        if refusal:
            self.say(refusal)
            return True
        self.server.take(" ".join(self.envelope), b"".join(lines))
        if self.manner == "hangs_after":
            time.sleep(PATIENCE_SECONDS)
        if self.manner in ("cuts_after", "hangs_after"):
            raise Cut
        self.say("250 2.0.0 taken")
        return True


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mails", required=True, type=pathlib.Path)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--certificate")
    options.add_argument("--key")
    options.add_argument("--implicit", action="store_true", help="TLS from the first byte")
    options.add_argument("--token", help="USER:TOKEN, by XOAUTH2")
    options.add_argument("--bearer", action="store_true", help="by OAUTHBEARER")
    options.add_argument("--login", help="who may send")
    options.add_argument("--ascii", action="store_true", help="without SMTPUTF8")
    options.add_argument("--manner", choices=MANNERS, help="always this one")
    options.add_argument("--any", action="store_true", help="any of them")
    options.add_argument("--share", type=float, default=1, help="of the mails to which it misbehaves")
    options.add_argument("--seed", type=int, default=1)
    server = Server(options.parse_args())
    print(f"listening on 127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


main()
