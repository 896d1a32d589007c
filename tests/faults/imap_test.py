#!/usr/bin/env python3
"""A mailbox of a real mail server (Dovecot) as an inbox. Mails that are proper and mails that are as nasty as can be come in while the
daemon and the server are killed at random instants and at each step: each mail becomes exactly one item and is let go of only then, its
documents become the same cases as undisturbed, nothing is fetched twice when nobody is killed, and claims find their payslips in any order.

usage: imap_test.py --bin BUILD/bin [--mails 200] [--kills 12] [--seed N] [TEST...]
"""
import argparse, collections, os, pathlib, random, signal, sys, tempfile, time

import dovecot
import nasty_mails
import office
from server import Server

STEPS = ("imap.fetch", "inbox.record", "store.commit", "imap.let_go")
NASTY_SHARE = 0.25


def mail(number, seed):
    chance = random.Random(seed * 1_000_003 + number)
    if chance.random() < NASTY_SHARE:
        return nasty_mails.nasty_mail(number, chance)
    documents = [(f"award-{part}.json", office.reading(f"P{number:06}-{part}", 10 + number % 90, "award")) for part in range(chance.choice((1, 1, 1, 2)))]
    return nasty_mails.proper_mail(number, documents)


class Trial:
    """An office with a mailbox, on a server of its own."""

    def __init__(self, binaries, folder, capability="+", tokens=None, **settings):
        folder.mkdir()
        self.server = dovecot.MailServer(folder / "mail", capability, tokens).start()
        self.place = office.Office(binaries, folder / "site")
        self.place.environment["MAILROOM_SECRET_MAIL_PASSWORD"] = dovecot.PASSWORD
        with open(self.place.folder / "mailroom.yaml", "a") as site:
            site.write("  mail:\n" + self.server.inbox(**settings))

    def deliver(self, numbers, seed):
        for number in numbers:
            self.server.deliver(mail(number, seed))

    def items(self):
        return self.place.ask("status")[0]["totals"]["items"]["arrived"]

    def outcome(self):
        found = self.place.outcome()
        return {name: found[name] for name in ("cases", "ledger", "files", "arrived")}

    def close(self):
        self.place.close()
        self.server.end()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def undisturbed(binaries, folder, options):
    """Each mail once, fetched once, moved away; stated: how fast."""
    problems = []
    with Trial(binaries, folder) as trial:
        began = time.monotonic()
        trial.deliver(range(options.mails), options.seed)
        sizes = sum(file.stat().st_size for file in (trial.server.maildir / "new").iterdir())
        put = time.monotonic()
        daemon = trial.place.start()
        wait_for(lambda: not trial.server.mails_in(), trial, "empty mailbox", 0.2, 3600)
        taken = time.monotonic()
        assert trial.place.command("status", "--wait", str(options.mails)).returncode == 0
        done = time.monotonic()
        assert office.end(daemon) == 0
        items = trial.items()
        # The server writes down what was fetched when it notices that we are gone.
        until = time.monotonic() + 20
        while trial.server.fetched()[1] < options.mails and time.monotonic() < until:
            time.sleep(0.1)
        trial.server.end()
        fetched, count = trial.server.fetched()
        outcome = trial.outcome()
        print(f"{options.mails} mails, {sizes / 1e6:.1f} MB: put there in {put - began:.1f} s, taken in {taken - put:.1f} s "
              f"({options.mails / (taken - put):.0f}/s), through in {done - put:.1f} s ({options.mails / (done - put):.0f}/s); fetched {count} mails, {fetched / 1e6:.1f} MB; "
              f"{sum(outcome['cases'].values())} cases, {len(outcome['ledger'])} awards", flush=True)
        if items != options.mails or count != options.mails:
            problems.append(f"{options.mails} mails became {items} items and were fetched {count} times")
        # Dovecot counts a body with line ends of two characters, whatever the file has.
        if fetched > sizes * 1.2:
            problems.append(f"{fetched} bytes were fetched of {sizes}")
        if trial.server.mails_in() or trial.server.mails_in("Taken") != options.mails:
            problems.append(f"{trial.server.mails_in()} mails are left, {trial.server.mails_in('Taken')} were moved")
        problems += trial.place.verify()
        return problems, outcome


def killed(binaries, folder, options, expected):
    """The daemon and the server killed at random instants, and the daemon at each step."""
    chance, kills = random.Random(options.seed), collections.Counter()
    with Trial(binaries, folder) as trial:
        waiting = list(range(options.mails))
        for turn in range(options.kills):
            share = len(waiting) // (options.kills - turn)
            trial.deliver(waiting[:share], options.seed)
            del waiting[:share]
            if turn % 3 == 0:
                step = STEPS[turn // 3 % len(STEPS)]
                daemon = trial.place.start("--once", MAILROOM_FAILPOINTS=f"{step}=kill")
                kills[f"at {step}"] += daemon.wait(timeout=120) != 0
                continue
            daemon = trial.place.start()
            time.sleep(chance.uniform(0.05, 0.8))
            if turn % 3 == 1:
                trial.server.kill()
                kills["server"] += 1
                time.sleep(chance.uniform(0, 0.3))
                trial.server.start()
                time.sleep(chance.uniform(0.05, 0.8))
            office.kill(daemon)
            kills["daemon"] += 1
        trial.deliver(waiting, options.seed)
        trial.place.finish()
        got = trial.outcome()
        print("killed:", ", ".join(f"{who} {count}" for who, count in kills.items()), flush=True)
        problems = trial.place.verify() + office.differences(expected, got)
        if trial.server.mails_in():
            problems.append(f"{trial.server.mails_in()} mails are left in the mailbox")
        return problems


def left_in_the_mailbox(binaries, folder, options):
    """release: leave. A mailbox that was read by another daemon before, with new numbers, makes nothing new; mails are marked."""
    problems = []
    with Trial(binaries, folder, release="leave") as trial:
        trial.deliver(range(20), options.seed)
        trial.place.finish()
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache", "dovecot-keywords"):
            (trial.server.maildir / name).unlink(missing_ok=True)
        trial.server.end()
        trial.server.start()  # with a new UIDVALIDITY
        trial.place.finish()
        trial.place.finish()
        trial.server.end()
        _, count = trial.server.fetched()
        if trial.items() != 20 or trial.server.mails_in() != 20:
            problems.append(f"20 mails became {trial.items()} items, {trial.server.mails_in()} are left")
        if count > 40:  # once, and once more under their new numbers
            problems.append(f"20 mails were fetched {count} times")
        return problems + trial.place.verify()


def plain_server(binaries, folder, options):
    """STARTTLS, on a server that knows neither IDLE nor MOVE nor UIDPLUS, to a daemon that is already running."""
    with Trial(binaries, folder, capability="IMAP4rev1 AUTH=PLAIN", look_every="PT0.2S") as trial:
        settings = trial.place.folder / "mailroom.yaml"
        settings.write_text(settings.read_text().replace(f"imaps://localhost:{trial.server.tls}", f"imap://localhost:{trial.server.starttls}"))
        daemon = trial.place.start()
        assert trial.place.wait_until_ready(daemon)
        trial.deliver(range(10), options.seed)
        wait_for(lambda: trial.items() == 10, trial, "10 items")
        wait_for(lambda: trial.server.mails_in("Taken") == 10, trial, "10 mails in Taken")
        assert office.end(daemon) == 0
        return trial.place.verify()


def told_at_once(binaries, folder, options):
    """A mail that comes while the daemon waits is taken within a second, and a daemon that waits stops at once."""
    with Trial(binaries, folder) as trial:
        settings = trial.place.folder / "mailroom.yaml"
        settings.write_text(settings.read_text().replace("look_every: PT0.02S", "look_every: PT20S"))
        daemon = trial.place.start()
        assert trial.place.wait_until_ready(daemon)
        time.sleep(1)
        began = time.monotonic()
        client = trial.server.client()
        client.append("INBOX", None, None, mail(1, options.seed))
        wait_for(lambda: trial.items() == 1, trial, "the mail")
        took = time.monotonic() - began
        began = time.monotonic()
        assert office.end(daemon) == 0
        print(f"told of a mail within {took:.2f} s, stopped within {time.monotonic() - began:.2f} s", flush=True)
        client.logout()
        return [f"it took {took:.1f} s to notice a mail"] if took > 5 else []


def server_stands_still(binaries, folder, options):
    """A server that answers no more holds up neither the folder beside it nor the daemon's stop."""
    with Trial(binaries, folder, capability="IMAP4rev1 AUTH=PLAIN", look_every="PT0.1S") as trial:
        daemon = trial.place.start()
        trial.deliver(range(1), options.seed)
        wait_for(lambda: trial.server.mails_in("Taken") == 1, trial, "mail in Taken")
        os.killpg(trial.server.process.pid, signal.SIGSTOP)
        try:
            time.sleep(0.5)
            trial.place.hand_in_as("beside.json", office.reading("P1", 10, "award"))
            wait_for(lambda: trial.items() == 2, trial, "file beside the mailbox")
            began = time.monotonic()
            assert office.end(daemon) == 0
            took = time.monotonic() - began
        finally:
            os.killpg(trial.server.process.pid, signal.SIGCONT)
        return [f"it took {took:.1f} s to stop"] if took > 10 else []


CLAIM = """id: claim
version: 1
title: A claim with a payslip
subject: claim.person
open_for: P90D
documents:
  claim: {forms: [award], join: claim.person}
  payslip: {forms: [payslip], join: payslip.person}
decisions:
  - id: doubled
    value: claim.amount + payslip.amount
routes:
  - id: paid
    deliver: [ledger]
deliveries:
  ledger:
    sql: sqlite:data/ledger.db
    create: true
    insert: {table: awards, row: {person: claim.person, amount: doubled}}
"""


def joined(binaries, folder, options):
    """Claims and payslips that come by mail in any order find each other."""
    chance = random.Random(options.seed)
    with Trial(binaries, folder) as trial:
        forms = trial.place.folder / "forms"
        (forms / "payslip.form.yaml").write_text((forms / "award.form.yaml").read_text().replace("id: award", "id: payslip"))
        (trial.place.folder / "workflows" / "award.yaml").write_text(CLAIM)
        mails = []
        for person in range(4):
            for form in ("award", "payslip"):
                reading = office.reading(f"P{person}", 10 + person, "award")
                for page in reading["pages"]:
                    page["form"] = form
                mails.append(nasty_mails.proper_mail(len(mails), [(f"{form}.json", reading)]))
        chance.shuffle(mails)
        for content in mails:
            trial.server.deliver(content)
            if chance.random() < 0.5:
                trial.place.finish()
        trial.place.finish()
        cases = trial.place.cases()
        rows = office.ledger_rows(trial.place.folder / "data" / "ledger.db")
        wanted = [(f"P{person}", 2 * (10 + person)) for person in range(4)]
        problems = trial.place.verify()
        if len(cases) != 4 or [(person, float(amount)) for person, amount in rows] != wanted:
            problems.append(f"4 claims and 4 payslips became {len(cases)} cases and {rows}")
        return problems


def wrong(binaries, folder, options):
    """What `mailroom inbox test` says of a mailbox that is fine, and of each thing that may be wrong with it."""
    problems = []
    with Trial(binaries, folder, largest="1 MB") as trial:
        settings = trial.place.folder / "mailroom.yaml"
        good = settings.read_text()
        port = f"localhost:{trial.server.tls}"
        trial.deliver(range(3), 0)
        for what, text, password, said in (
                ("fine", good, dovecot.PASSWORD, None),
                ("the wrong password", good, "no", "refuses user or password"),
                ("another host's certificate", good.replace(port, f"127.0.0.2:{trial.server.tls}"), dovecot.PASSWORD, "no connection"),
                ("an authority nobody knows", good.replace(f"    trust: {trial.server.folder / 'cert.pem'}\n", ""), dovecot.PASSWORD, "not to be believed"),
                ("nobody there", good.replace(port, f"localhost:{dovecot.free_port()}"), dovecot.PASSWORD, "no connection"),
                ("no such mailbox", good + "    mailbox: Nowhere\n", dovecot.PASSWORD, "does not open the mailbox 'Nowhere'")):
            settings.write_text(text)
            trial.place.environment["MAILROOM_SECRET_MAIL_PASSWORD"] = password
            answer, code = trial.place.ask("inbox", "test", "mail")
            told = " ".join(one["what"] for one in answer["inboxes"][0]["wrong"])
            if (said is None and (code or told)) or (said and (said not in told or code != 1)):
                problems.append(f"inbox test with {what}: exit code {code}, {answer}")
        if trial.server.mails_in() != 3 or trial.server.mails_in("Taken"):
            problems.append("inbox test took or moved mails")
        log = pathlib.Path(trial.place.log.name).read_text(errors="replace")
        if dovecot.PASSWORD in log:
            problems.append("the password is in the log")
    return problems


OUTCOMES = {"award": "closed", "wrong": "returned", "ask": "waiting", None: "quarantined"}
MOVE = "{closed: Done, returned: Returned, quarantined: Unreadable, waiting: Pending}"


def with_outcome(number, outcome):
    reading = office.reading(f"P{number:06}", 10 + number, outcome) if outcome else {"file": "", "error": {"code": "truncated", "message": "it is cut off"},
                                                                                    "pages": [], "fields": []}
    return nasty_mails.proper_mail(number, [(f"{number}.json", reading)])


def lying(trial):
    names = ("Taken", "Done", "Returned", "Unreadable", "Pending", "Elsewhere")
    return {name: trial.server.mails_in(name) for name in names if trial.server.mails_in(name)}


def moved_by_outcome(binaries, folder, options):
    """Each mail goes where its case's outcome says, over kills of the daemon before each step and of the server; the one that a person moved meanwhile stays
    where they put it; one that waited moves on once a person decided."""
    problems, chance = [], random.Random(options.seed)
    with Trial(binaries, folder, look_every="PT0.2S", move=MOVE) as trial:
        for number in range(24):
            trial.server.deliver(with_outcome(number, (*OUTCOMES,)[number % 4]))
        # Taken and decided, and none moved: then a person takes one away.
        daemon = trial.place.start(MAILROOM_FAILPOINTS="imap.move=kill")
        daemon.wait(timeout=office.PATIENCE_SECONDS)
        wait_for(lambda: sum(lying(trial).values()) == 24, trial, "24 mails in Taken")
        client = trial.server.client()
        client.create("Elsewhere")
        client.select("Taken")
        client.uid("MOVE", "1", "Elsewhere")
        client.logout()
        for turn in range(6):
            step = ("imap.move", "imap.moved")[turn % 2]
            daemon = trial.place.start(MAILROOM_FAILPOINTS=f"{step}=kill@{1 + turn // 2}")
            try:
                daemon.wait(timeout=5)
            except Exception:  # there was less to do than that
                if chance.random() < 0.5:
                    trial.server.kill()
                    trial.server.start()
                office.kill(daemon)
        daemon = trial.place.start()
        wait_for(lambda: "Taken" not in lying(trial), trial, "empty Taken")
        where = lying(trial)
        if where.pop("Elsewhere", 0) != 1 or sum(where.values()) != 23 or set(where.values()) != {5, 6}:
            problems.append(f"the mails lie in {lying(trial)}")
        if "by outcome" in trial.place.command("status").stdout:
            problems.append("a mail that a person moved is called a problem")
        pending = where["Pending"]
        waiting = trial.place.ask("review", "list")[0]["cases"]
        trial.place.ask("review", "refuse", waiting[0]["number"], "--why", "a test")
        wait_for(lambda: lying(trial).get("Pending", 0) == pending - 1, trial, "mail that moves on")
        assert office.end(daemon) == 0
        print(f"moved: {lying(trial)}", flush=True)
        return problems + trial.place.verify()


def left_and_moved(binaries, folder, options):
    """release: leave, and a server without MOVE: mails go from the mailbox itself; what `move` does not name stays."""
    with Trial(binaries, folder, capability="IMAP4rev1 UIDPLUS AUTH=PLAIN", release="leave", look_every="PT0.2S", move="{closed: Done}") as trial:
        for number in range(8):
            trial.server.deliver(with_outcome(number, (*OUTCOMES,)[number % 4]))
        daemon = trial.place.start()
        wait_for(lambda: lying(trial) == {"Done": 2} and trial.server.mails_in() == 6, trial, "two mails in Done")
        assert office.end(daemon) == 0
        return trial.place.verify()


def with_a_token(binaries, folder, options):
    """A mail server that takes tokens alone (OAUTHBEARER), fetched with client credentials."""
    tokens = Server("token_server.py", "--client", "mailroom:a secret:", "--user", dovecot.USER).start()
    try:
        url = f"http://127.0.0.1:{tokens.port}/token"
        with Trial(binaries, folder, tokens=url) as trial:
            settings = trial.place.folder / "mailroom.yaml"
            good = settings.read_text().replace("    password: ${secret:MAIL_PASSWORD}\n", "    oauth2: {token_url: '" + url + "', client_id: mailroom, "
                                                "client_secret: '${secret:MAIL_CLIENT}'}\n")
            settings.write_text(good)
            problems = []
            for secret, said in (("not it", "no access token"), ("a secret:", None)):
                trial.place.environment["MAILROOM_SECRET_MAIL_CLIENT"] = secret
                answer, code = trial.place.ask("inbox", "test", "mail")
                told = " ".join(one["what"] for one in answer["inboxes"][0]["wrong"])
                if (said is None and told) or (said and said not in told):
                    problems.append(f"inbox test with the client's secret '{secret}': {answer}")
            trial.deliver(range(5), options.seed)
            trial.place.finish()
            if trial.items() != 5 or trial.server.mails_in("Taken") != 5:
                problems.append(f"5 mails became {trial.items()} items")
            if "a secret:" in pathlib.Path(trial.place.log.name).read_text(errors="replace"):
                problems.append("the client's secret is in the log")
            return problems + trial.place.verify()
    finally:
        tokens.kill()


def wait_for(condition, trial, what, pause=0.05, patience=office.PATIENCE_SECONDS):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"no {what}\n{trial.place.last_words()}\n{trial.server.last_words()}"
        time.sleep(pause)


OTHERS = (left_in_the_mailbox, plain_server, told_at_once, server_stands_still, joined, wrong, moved_by_outcome, left_and_moved, with_a_token)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--mails", type=int, default=200)
    options.add_argument("--kills", type=int, default=12)
    options.add_argument("--seed", type=int, default=random.randrange(1 << 20))
    options.add_argument("tests", nargs="*", metavar="TEST", help="undisturbed, killed (which begins with it) or the name of another")
    arguments = options.parse_args()
    if why := dovecot.why_left_out():
        print("left out:", why)
        return 77
    print("seed", arguments.seed, flush=True)
    problems = []
    with tempfile.TemporaryDirectory(prefix="mailroom-imap-") as temporary:
        folder = pathlib.Path(temporary)
        folder.chmod(0o755)  # the mail server's own accounts go through it
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        wanted = arguments.tests or ["killed", *(test.__name__ for test in OTHERS)]
        if "undisturbed" in wanted or "killed" in wanted:
            problems, expected = undisturbed(binaries, folder / "undisturbed", arguments)
        if "killed" in wanted:
            problems += killed(binaries, folder / "killed", arguments, expected)
        for test in OTHERS:
            if test.__name__ in wanted:
                print(test.__name__, flush=True)
                problems += [f"{test.__name__}: {problem}" for problem in test(binaries, folder / test.__name__, arguments)]
    print(*problems, sep="\n")
    return 1 if problems else 0


sys.exit(main())
