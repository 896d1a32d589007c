#!/usr/bin/env python3
"""An old ledger as a full-screen program of a terminal, for the tests: a menu, a form of fields at places, a confirmation with a
reference number, a look-up. It draws with curses; what it took is in a file, on disk before the screen says so, a line
"REFERENCE OUR_REFERENCE PERSON AMOUNT" each.

usage: ledger_program.py FILE [--manner NAME] [--share 0.2] [--seed N] [--patience SECONDS]
"""
import argparse, curses, fcntl, os, pathlib, random, sys, time

MANNERS = ("hangs", "hangs_after", "ends_before", "ends_after", "refuses", "late")


class Ledger:
    def __init__(self, options):
        self.options, self.path = options, pathlib.Path(options.file)
        self.chance = random.Random(f"{options.seed} {os.getpid()}")

    def lines(self):
        return [line.split() for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def find(self, our_reference):
        return next((line for line in self.lines() if line[1] == our_reference), None)

    def take(self, our_reference, person, amount):
        with open(self.path, "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            reference = f"L-{len(self.lines()) + 1:06}"
            file.write(f"{reference} {our_reference or '-'} {person or '-'} {amount or '-'}\n")
            file.flush()
            os.fsync(file.fileno())
        return reference

    def manner(self):
        options = self.options
        return (options.manner or self.chance.choice(MANNERS)) if self.chance.random() < options.share else ""


def field(screen, row, column, width):
    """What is typed there until return or tab."""
    text = ""
    while True:
        screen.addstr(row, column, text.ljust(width, "_"))
        screen.move(row, column + len(text))
        screen.refresh()
        key = screen.get_wch()
        if key in ("\n", "\r", "\t"):
            screen.addstr(row, column, text.ljust(width))
            return text
        if key in (curses.KEY_BACKSPACE, "\x7f"):
            text = text[:-1]
        elif isinstance(key, str) and key.isprintable() and len(text) < width:
            text += key


def menu(screen, ledger):
    screen.erase()
    screen.addstr(0, 30, "NORTHMERE LEDGER")
    screen.addstr(2, 4, "1  New award")
    screen.addstr(3, 4, "2  Find award")
    screen.addstr(22, 2, "Selection:")
    choice = field(screen, 22, 13, 2)
    if choice == "1":
        return new_award(screen, ledger)
    if choice == "2":
        return find_award(screen, ledger)
    return choice not in ("q", "x")


def new_award(screen, ledger):
    screen.erase()
    for row, name in ((3, "OUR REFERENCE"), (5, "PERSON"), (7, "WEEKLY AMOUNT")):
        screen.addstr(row, 4, name)
    screen.addstr(20, 4, "F3 stores, F12 leaves")
    values = [field(screen, row, 24, width) for row, width in ((3, 20), (5, 30), (7, 10))]
    screen.move(20, 30)
    screen.refresh()
    if screen.get_wch() != curses.KEY_F3:
        return True
    store(screen, ledger, *values)
    screen.get_wch()
    return True


def store(screen, ledger, our_reference, person, amount):
    manner = ledger.manner()
    if manner == "hangs":
        time.sleep(ledger.options.patience)
        sys.exit(1)
    if manner == "ends_before":
        sys.exit(1)
    if manner == "refuses" or not our_reference:
        screen.addstr(22, 4, "NOT STORED: THE BOOKS ARE CLOSED" if our_reference else "NOT STORED: OUR REFERENCE IS MISSING")
        return screen.refresh()
    if manner == "late":
        time.sleep(ledger.options.patience / 2)
    reference = ledger.take(our_reference, person, amount)
    if manner == "hangs_after":
        time.sleep(ledger.options.patience)
    if manner in ("hangs_after", "ends_after"):
        sys.exit(1)
    screen.addstr(22, 4, f"AWARD STORED  REFERENCE . . : {reference}")
    screen.refresh()


def find_award(screen, ledger):
    screen.erase()
    screen.addstr(3, 4, "OUR REFERENCE")
    found = ledger.find(field(screen, 3, 24, 20))
    if found:
        screen.addstr(5, 4, f"REFERENCE . . : {found[0]}")
        screen.addstr(6, 4, f"WEEKLY AMOUNT : {found[3]}")
    else:
        screen.addstr(5, 4, "NO AWARD FOUND")
    screen.refresh()
    screen.get_wch()
    return True


def main(screen, ledger):
    curses.raw()
    while menu(screen, ledger):
        pass


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file")
    options.add_argument("--manner", choices=MANNERS)
    options.add_argument("--share", type=float, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--patience", type=float, default=3)
    os.environ.setdefault("ESCDELAY", "25")
    curses.wrapper(main, Ledger(options.parse_args()))
