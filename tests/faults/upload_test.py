#!/usr/bin/env python3
"""Programs that hand in by HTTP while the daemon is killed at random instants and right before it answers: each sends the same again until
it is answered, and each document is one item and one case. And what an upload is answered that is wrong.

usage: upload_test.py --bin BUILD/bin [--uploads 120] [--kills 10] [--seed N]
"""
import argparse, concurrent.futures, http.client, json, os, pathlib, random, ssl, sys, tempfile, time

import dovecot
import office

TOKEN = "a-token-of-the-test-0123456789"


class Portal:
    """An office with an inbox for uploads."""

    def __init__(self, binaries, folder, tls=""):
        self.place, self.port, self.trust = office.Office(binaries, folder), dovecot.free_port(), None
        self.place.environment["MAILROOM_SECRET_UPLOAD_TOKEN"] = TOKEN
        with open(folder / "mailroom.yaml", "a") as site:
            site.write(f"  portal: {{http: '127.0.0.1:{self.port}', token: '${{secret:UPLOAD_TOKEN}}', largest: 1 MB{tls}}}\n")

    def ask(self, method, path, body=None, **headers):
        """Status, answer and headers; none if the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        if self.trust:
            connection = http.client.HTTPSConnection("localhost", self.port, timeout=30, context=ssl.create_default_context(cafile=self.trust))
        try:
            shown = {"Authorization": f"Bearer {TOKEN}", **{name.replace("_", "-"): value for name, value in headers.items()}}
            connection.request(method, path, body, {name: value for name, value in shown.items() if value})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()), answer.headers
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def hand_in(self, number):
        """Until it is answered, as a portal does it. With a key, or by name and content."""
        body = json.dumps(office.reading(f"P{number:06}", 10 + number % 90, "award"))
        headers = {"Idempotency_Key": f"upload-{number}"} if number % 2 else {}
        for _ in range(600):
            answer = self.ask("POST", f"/v1/items?name={number:06}.json", body, **headers)
            if answer and answer[0] in (200, 201):
                return answer[1]["items"][0]["item"]
            time.sleep(0.1)
        raise AssertionError(f"upload {number} was never taken: {answer}")

    def wait_until_ready(self, daemon):
        for _ in range(600):
            if self.ask("GET", "/v1/items/none"):
                return
            assert daemon.poll() is None, self.place.last_words()
            time.sleep(0.05)
        raise AssertionError("nobody listens\n" + self.place.last_words())


def killed(binaries, folder, options):
    chance = random.Random(options.seed)
    portal = Portal(binaries, folder)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        handed_in = [pool.submit(portal.hand_in, number) for number in range(options.uploads)]
        for turn in range(options.kills):
            failpoints = {"MAILROOM_FAILPOINTS": f"upload.answer=kill@{chance.randint(1, 12)}"} if turn % 2 else {}
            daemon = portal.place.start(**failpoints)
            try:
                daemon.wait(timeout=chance.uniform(0.2, 1.0))
            except Exception:
                office.kill(daemon)
        daemon = portal.place.start()
        items = [one.result() for one in handed_in]
        portal.wait_until_ready(daemon)
        deadline = time.monotonic() + office.PATIENCE_SECONDS
        while any(case["state"] != "closed" for case in portal.place.cases()) or len(portal.place.cases()) < options.uploads:
            assert time.monotonic() < deadline, portal.place.last_words()
            time.sleep(0.1)
        told = portal.ask("GET", f"/v1/items/{items[0]}")
        assert office.end(daemon) == 0
    problems = portal.place.verify()
    outcome = portal.place.outcome()
    wanted = sorted((f"P{number:06}", 2 * (10 + number % 90)) for number in range(options.uploads))
    if [(person, float(amount)) for person, amount in outcome["ledger"]] != wanted or outcome["arrived"] != options.uploads:
        problems.append(f"{options.uploads} uploads became {outcome['arrived']} items and {len(outcome['ledger'])} awards")
    if len(set(items)) != options.uploads:
        problems.append("two uploads were told the same item")
    if told[0] != 200 or [one["standing"] for one in told[1]["cases"]] != ["closed"]:
        problems.append(f"an item's case is not told: {told[:2]}")
    print(f"{options.uploads} uploads, {options.kills} kills: {outcome['arrived']} items, {len(outcome['ledger'])} awards", flush=True)
    portal.place.close()
    return problems


def wrong(binaries, folder, options):
    problems = []
    portal = Portal(binaries, folder)
    daemon = portal.place.start()
    portal.wait_until_ready(daemon)
    form = ("--XX\r\nContent-Disposition: form-data; name=\"received\"\r\n\r\n2026-11-20\r\n"
            + "".join(f"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}.json\"\r\n\r\n"
                      f"{json.dumps(office.reading(name, 10, 'award'))}\r\n" for name in ("A", "B")) + "--XX--\r\n")
    multipart = {"Content_Type": "multipart/form-data; boundary=XX"}
    for what, status, answer in (
            ("a form", 201, portal.ask("POST", "/v1/items", form, **multipart)),
            ("the same form", 200, portal.ask("POST", "/v1/items", form, **multipart)),
            ("in chunks", 411, portal.ask("POST", "/v1/items", iter([b"{}"]))),
            ("half a form", 400, portal.ask("POST", "/v1/items", form[:200], **multipart)),
            ("a key", 201, portal.ask("POST", "/v1/items", "{}", Idempotency_Key="k")),
            ("the key again", 200, portal.ask("POST", "/v1/items", "{}", Idempotency_Key="k")),
            ("the key for something else", 422, portal.ask("POST", "/v1/items", "{ }", Idempotency_Key="k")),
            ("no token", 401, portal.ask("POST", "/v1/items", "{}", Authorization="")),
            ("the wrong token", 401, portal.ask("POST", "/v1/items", "{}", Authorization="Bearer " + TOKEN[:-1] + "x")),
            ("too much", 413, portal.ask("POST", "/v1/items", "x" * (2 << 20))),
            ("another address", 404, portal.ask("POST", "/v2/items", "{}")),
            ("another method", 405, portal.ask("DELETE", "/v1/items")),
            ("an unknown item", 404, portal.ask("GET", "/v1/items/0"))):
        if what == "too much" and answer is None:
            continue  # told before all of it was sent, and the connection closed
        if answer is None or answer[0] != status:
            problems.append(f"{what}: expected {status}, got {answer and answer[:2]}")
    said, code = portal.place.ask("inbox", "test", "portal")
    if code or said["inboxes"][0]["wrong"]:
        problems.append(f"inbox test: {said}")
    assert office.end(daemon) == 0
    arrived = portal.place.ask("status")[0]["totals"]["items"]["arrived"]
    if arrived != 3:
        problems.append(f"3 documents became {arrived} items")
    if TOKEN in pathlib.Path(portal.place.log.name).read_text(errors="replace"):
        problems.append("the token is in the log")
    portal.place.close()
    return problems


def by_tls(binaries, folder, options):
    """An upload by TLS, with a certificate that is renewed beneath the running daemon; one that cannot be used is said."""
    problems = []
    portal = Portal(binaries, folder, ", certificate: tls/cert.pem, key: tls/key.pem")
    tls = folder / "tls"
    tls.mkdir()
    dovecot.make_certificate(tls)
    portal.trust = folder / "trusted.pem"
    portal.trust.write_bytes((tls / "cert.pem").read_bytes())
    daemon = portal.place.start()
    portal.wait_until_ready(daemon)
    portal.hand_in(1)
    dovecot.make_certificate(tls)
    portal.trust.write_bytes((tls / "cert.pem").read_bytes())
    portal.wait_until_ready(daemon)  # the new one alone is believed
    portal.hand_in(2)
    portal.trust = None
    if portal.ask("GET", "/v1/items/none"):
        problems.append("it answers in the clear")
    os.utime(tls / "cert.pem", (1, 1))
    (tls / "key.pem").write_text("no key")
    for _ in range(200):
        if "certificate" in portal.place.command("status").stdout:
            break
        time.sleep(0.1)
    else:
        problems.append("a key that cannot be used is not told")
    assert office.end(daemon) == 0
    arrived = portal.place.ask("status")[0]["totals"]["items"]["arrived"]
    if arrived != 2:
        problems.append(f"2 uploads became {arrived} items")
    problems += portal.place.verify()
    portal.place.close()
    return problems


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", required=True, type=pathlib.Path)
    options.add_argument("--uploads", type=int, default=120)
    options.add_argument("--kills", type=int, default=10)
    options.add_argument("--seed", type=int, default=random.randrange(1 << 20))
    arguments = options.parse_args()
    print("seed", arguments.seed, flush=True)
    with tempfile.TemporaryDirectory(prefix="mailroom-upload-") as temporary:
        folder = pathlib.Path(temporary)
        binaries = office.programs(arguments.bin.resolve(), folder / "bin")
        problems = killed(binaries, folder / "killed", arguments) + wrong(binaries, folder / "wrong", arguments) + by_tls(
            binaries, folder / "tls", arguments)
    print(*problems, sep="\n")
    return 1 if problems else 0


sys.exit(main())
