#!/usr/bin/env python3
"""A small TN3270 host for the tests; it is no mainframe and says so on its first screen. It speaks enough of RFC 1576 (telnet's
TERMINAL-TYPE, BINARY, END-OF-RECORD) and of the 3270 data stream (Erase/Write with its WCC, SBA, SF, IC, RA; Read Modified) for a few
screens: log-in, menu, a new award, a look-up. Text is EBCDIC (code page 037). What it took is in a file, on disk before the screen says
so, a line "REFERENCE OUR_REFERENCE PERSON AMOUNT" each.

usage: tn3270_host.py --awards FILE [--port PORT] [--manner NAME] [--share 0.2] [--seed N] [--patience SECONDS] [--password P]
"""
import argparse, os, pathlib, random, socketserver, threading, time

IAC, DO, WILL, SB, SE, EOR = 255, 253, 251, 250, 240, 239
BINARY, TERMINAL_TYPE, END_OF_RECORD = 0, 24, 25
ERASE_WRITE, SBA, SF, IC = 0xF5, 0x11, 0x1D, 0x13
WCC_UNLOCK = 0xC3  # reset the modified data tags, unlock the keyboard
PROTECTED, OPEN, HIDDEN = 0x60, 0x40, 0x4C
ENTER, CLEAR, PF3, PF5 = 0x7D, 0x6D, 0xF3, 0xF5
CODES = bytes([0x40, *range(0xC1, 0xCA), *range(0x4A, 0x51), *range(0xD1, 0xDA), *range(0x5A, 0x62), *range(0xE2, 0xEA), *range(0x6A, 0x70),
               *range(0xF0, 0xFA), *range(0x7A, 0x80)])
MANNERS = ("hangs", "hangs_after", "cuts_before", "cuts_after", "refuses", "late")


def address(row, column):
    """A buffer address in 12-bit form, from row and column from 1."""
    position = (row - 1) * 80 + column - 1
    return bytes([CODES[position >> 6], CODES[position & 63]])


class Host(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128

    def __init__(self, options):
        super().__init__(("127.0.0.1", options.port), Session)
        self.options, self.lock, self.chance = options, threading.Lock(), random.Random(options.seed)
        self.file = os.open(options.awards, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.awards = [line.split() for line in pathlib.Path(options.awards).read_text().splitlines()]

    def handle_error(self, *_):
        pass

    def take(self, our_reference, person, amount):
        with self.lock:
            reference = f"M{len(self.awards) + 1:06}"
            award = [reference, our_reference or "-", person or "-", amount or "-"]
            os.write(self.file, (" ".join(award) + "\n").encode())
            os.fsync(self.file)
            self.awards.append(award)
        return reference

    def find(self, our_reference):
        with self.lock:
            return next((award for award in self.awards if award[1] == our_reference), None)

    def manner(self):
        with self.lock:
            return (self.options.manner or self.chance.choice(MANNERS)) if self.chance.random() < self.options.share else ""


class Gone(Exception):
    pass


class Session(socketserver.BaseRequestHandler):
    def handle(self):
        self.unread = b""
        try:
            self.negotiate()
            if self.log_in():
                while self.menu():
                    pass
        except (Gone, OSError):
            pass

    # telnet
    def byte(self):
        if not self.unread:
            self.unread = self.request.recv(4096)
            if not self.unread:
                raise Gone
        first, self.unread = self.unread[0], self.unread[1:]
        return first

    def negotiate(self):
        self.request.sendall(bytes([IAC, DO, TERMINAL_TYPE]))
        self.request.sendall(bytes([IAC, SB, TERMINAL_TYPE, 1, IAC, SE]))
        self.request.sendall(bytes([IAC, DO, END_OF_RECORD, IAC, WILL, END_OF_RECORD, IAC, DO, BINARY, IAC, WILL, BINARY]))

    def record(self):
        """The next record; answers to the negotiation are passed over."""
        data = bytearray()
        while True:
            one = self.byte()
            if one != IAC:
                data.append(one)
                continue
            command = self.byte()
            if command == IAC:
                data.append(IAC)
            elif command == EOR:
                return bytes(data)
            elif command == SB:
                while not (self.byte() == IAC and self.byte() == SE):
                    pass
            else:
                self.byte()

    # the data stream
    def show(self, texts, fields=(), cursor=None):
        """Texts as (row, column, text), each protected; fields as (row, column, length, attribute), their attribute a column before."""
        data = bytearray([ERASE_WRITE, WCC_UNLOCK])
        for row, column, text in texts:
            data += bytes([SBA]) + address(row, column - 1) + bytes([SF, PROTECTED]) + text.encode("cp037")
        for row, column, length, attribute in fields:
            data += bytes([SBA]) + address(row, column - 1) + bytes([SF, attribute])
            data += bytes([SBA]) + address(row, column + length) + bytes([SF, PROTECTED])
        if cursor:
            data += bytes([SBA]) + address(*cursor) + bytes([IC])
        self.request.sendall(bytes(data).replace(b"\xff", b"\xff\xff") + bytes([IAC, EOR]))

    def asked(self, *screen):
        """Shows a screen; the key that was pressed, and what stands in the modified fields by row."""
        self.show(*screen)
        data = self.record()
        typed, at = {}, 3
        while at < len(data):
            position = (CODES.index(data[at + 1]) << 6) + CODES.index(data[at + 2])
            end = data.find(bytes([SBA]), at + 3)
            end = len(data) if end < 0 else end
            typed[position // 80 + 1] = data[at + 3:end].replace(b"\0", b"").decode("cp037").strip()
            at = end
        return data[0], typed

    # the application
    def log_in(self):
        message = ""
        while True:
            screen = ([(1, 20, "NORTHMERE TEST HOST, NO MAINFRAME"), (10, 10, "USER"), (12, 10, "PASSWORD"), (24, 2, message)],
                      [(10, 25, 8, OPEN), (12, 25, 12, HIDDEN)], (10, 25))
            _, typed = self.asked(*screen)
            if typed.get(10, "").upper() == "CLERK" and typed.get(12) == self.server.options.password:
                return True
            message = "WRONG USER OR PASSWORD"

    def menu(self):
        key, typed = self.asked([(1, 30, "MAIN MENU"), (5, 10, "1 NEW AWARD"), (6, 10, "2 FIND AWARD"), (22, 2, "SELECTION")], [(22, 13, 2, OPEN)], (22, 13))
        if key == PF3:
            return False
        if typed.get(22) == "1":
            self.new_award()
        elif typed.get(22) == "2":
            self.find_award()
        return True

    def new_award(self):
        names = [(1, 30, "NEW AWARD"), (6, 4, "OUR REFERENCE"), (8, 4, "PERSON"), (10, 4, "WEEKLY AMOUNT"), (24, 2, "PF5 STORES  PF3 LEAVES")]
        fields = [(6, 24, 20, OPEN), (8, 24, 30, OPEN), (10, 24, 10, OPEN)]
        key, typed = self.asked(names, fields, (6, 24))
        if key != PF5:
            return
        manner = self.server.manner()
        if manner == "hangs":
            time.sleep(self.server.options.patience)
        if manner in ("hangs", "cuts_before"):
            raise Gone
        if manner == "refuses" or not typed.get(6):
            self.asked([(22, 4, "NOT STORED: THE BOOKS ARE CLOSED")])
            return
        if manner == "late":
            time.sleep(self.server.options.patience / 2)
        reference = self.server.take(typed.get(6), typed.get(8), typed.get(10))
        if manner == "hangs_after":
            time.sleep(self.server.options.patience)
        if manner in ("hangs_after", "cuts_after"):
            raise Gone
        self.asked([(20, 4, "AWARD STORED"), (22, 4, f"REFERENCE . . : {reference}")])

    def find_award(self):
        _, typed = self.asked([(1, 30, "FIND AWARD"), (6, 4, "OUR REFERENCE")], [(6, 24, 20, OPEN)], (6, 24))
        found = self.server.find(typed.get(6, ""))
        if found:
            self.asked([(8, 4, f"REFERENCE . . : {found[0]}"), (9, 4, f"WEEKLY AMOUNT : {found[3]}")])
        else:
            self.asked([(8, 4, "NO AWARD FOUND")])


options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--awards", required=True)
options.add_argument("--port", type=int, default=0)
options.add_argument("--manner", choices=MANNERS)
options.add_argument("--share", type=float, default=0)
options.add_argument("--seed", type=int, default=1)
options.add_argument("--patience", type=float, default=3)
options.add_argument("--password", default="northmere")
host = Host(options.parse_args())
print(host.server_address[1], flush=True)
host.serve_forever()
