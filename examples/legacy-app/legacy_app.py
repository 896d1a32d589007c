#!/usr/bin/env python3
"""A small legacy web application, as offices have them: plain HTML forms laid out by tables, a session log-in, a confirmation page with
a reference number, and no other door. What it took is in a file, on disk before the page says so, a line
"REFERENCE<TAB>OUR_REFERENCE<TAB>PERSON<TAB>AMOUNT<TAB>BAND" each. Nothing but Python's own library.

usage: legacy_app.py [--port 8090] [--awards awards.tsv] [--user clerk] [--password northmere]
"""
import argparse, html, http.cookies, http.server, os, pathlib, secrets, threading, urllib.parse

BANDS = ("Full", "Half", "Third")
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title} - Awards 2.1</title></head>
<body bgcolor="#e8e8d8"><h1>{title}</h1>{body}<hr><p>{menu}</p></body></html>"""
LOG_IN = """{problem}<form method="post" action="/login"><input type="hidden" name="next" value="{next}"><table>
<tr><td>User name:</td><td><input name="user"></td></tr><tr><td>Password:</td><td><input name="password" type="password"></td></tr>
</table><input type="submit" value="Log in"></form>"""
ENTRY = """{problem}<form method="post" action="/awards/check" enctype="multipart/form-data"><table>
<tr><td>Our reference *</td><td><input name="our_reference" maxlength="20"></td></tr>
<tr><td><label for="p">Person</label></td><td><input id="p" name="person" maxlength="40"></td></tr>
<tr><td>Weekly amount:</td><td><input name="amount" size="8"></td></tr>
<tr><td>Band</td><td><select name="band"><option value="">please choose</option>{bands}</select></td></tr>
<tr><td>Paid</td><td><fieldset><legend>Paid</legend><label><input type="radio" name="paid" value="w" checked>weekly</label>
<label><input type="radio" name="paid" value="f">every four weeks</label></fieldset></td></tr>
<tr><td colspan="2"><label><input type="checkbox" name="seen" value="1"> Evidence seen</label></td></tr>
<tr><td>Remarks</td><td><textarea name="remarks" rows="3" cols="30"></textarea></td></tr>
<tr><td>Letter</td><td><input type="file" name="letter"></td></tr>
</table><button>Continue</button></form>"""
CHECK = """<form method="post" action="/awards"><p>Please check:</p><table border="1">{rows}</table>{hidden}
<input type="submit" value="Store award"></form>"""


class Application(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options, handler=None):
        super().__init__(("127.0.0.1", options.port), handler or Handler)
        self.options, self.lock, self.sessions = options, threading.Lock(), set()
        self.file = os.open(options.awards, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.awards = [line.split("\t") for line in pathlib.Path(options.awards).read_text().splitlines()]

    def handle_error(self, *_):
        pass  # browsers hang up

    def take(self, fields):
        """Its reference, once it is on disk."""
        with self.lock:
            reference = f"NMB-{len(self.awards) + 1:06}"
            award = [reference, *(fields.get(name, "").replace("\t", " ") for name in ("our_reference", "person", "amount", "band"))]
            os.write(self.file, ("\t".join(award) + "\n").encode())
            os.fsync(self.file)
            self.awards.append(award)
        return reference

    def find(self, our_reference):
        with self.lock:
            return next((award for award in self.awards if award[1] == our_reference), None)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def session(self):
        cookie = http.cookies.SimpleCookie(self.headers.get("Cookie", "")).get("session")
        return cookie.value if cookie else ""

    def do_GET(self):
        path, _, query = self.path.partition("?")
        asked = dict(urllib.parse.parse_qsl(query))
        if path == "/login":
            return self.page("Log in", LOG_IN.format(problem="", next="/"), menu="")
        if self.session() not in self.server.sessions:
            return self.redirect("/login?next=" + urllib.parse.quote(self.path))
        if path == "/awards/new":
            return self.page("New award", self.entry())
        if path == "/awards" and "for" in asked:
            award = self.server.find(asked["for"])
            if not award:
                return self.page("Find award", "<p>No award found.</p>")
            names = ("Reference", "Our reference", "Person", "Weekly amount", "Band")
            return self.page("Award", "<table>" + "".join(f"<tr><th>{name}</th><td>{html.escape(value)}</td></tr>"
                                                         for name, value in zip(names, award)) + "</table>")
        if path == "/":
            return self.page("Awards", "<p>Choose from the menu.</p>")
        self.page("Not found", "<p>There is no such page.</p>", 404)

    def do_POST(self):
        fields = self.fields()
        if self.path == "/login":
            return self.log_in(fields)
        if self.session() not in self.server.sessions:
            return self.redirect("/login")
        if self.path == "/awards/check":
            return self.check(fields)
        if self.path == "/awards":
            return self.store(fields)
        self.page("Not found", "<p>There is no such page.</p>", 404)

    def log_in(self, fields):
        options = self.server.options
        if (fields.get("user"), fields.get("password")) != (options.user, options.password):
            return self.page("Log in", LOG_IN.format(problem="<p><b>Wrong user name or password.</b></p>", next="/"), menu="")
        session = secrets.token_hex(16)
        self.server.sessions.add(session)
        self.redirect("/", {"Set-Cookie": f"session={session}; HttpOnly; SameSite=Strict"})

    def check(self, fields):
        try:
            problem = "" if 0 < float(fields.get("amount", "")) < 1000 else "The amount is out of bounds."
        except ValueError:
            problem = "The amount is no number."
        if not fields.get("our_reference"):
            problem = "Our reference is missing."
        if fields.get("band") not in BANDS:
            problem = "Choose a band."
        if problem:
            return self.page("New award", self.entry(f'<p class="problem"><b>Not accepted: {problem}</b></p>'))
        kept = ("our_reference", "person", "amount", "band")
        rows = "".join(f"<tr><td>{name}</td><td>{html.escape(fields.get(name, ''))}</td></tr>" for name in kept)
        hidden = "".join(f'<input type="hidden" name="{name}" value="{html.escape(fields.get(name, ""), quote=True)}">' for name in kept)
        self.page("Check award", CHECK.format(rows=rows, hidden=hidden))

    def store(self, fields):
        self.stored(self.server.take(fields))

    def stored(self, reference):
        self.page("Award stored", f'<p>Reference: <b class="reference">{reference}</b></p>')

    def entry(self, problem=""):
        return ENTRY.format(problem=problem, bands="".join(f"<option>{band}</option>" for band in BANDS))

    def fields(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/form-data"):
            return dict(urllib.parse.parse_qsl(body.decode()))
        boundary = kind.split("boundary=")[1].encode()
        fields = {}
        for part in body.split(b"--" + boundary)[1:-1]:
            head, _, value = part.partition(b"\r\n\r\n")
            name = head.split(b'name="')[1].split(b'"')[0].decode()
            fields[name] = "" if b"filename=" in head else value[:-2].decode()
        return fields

    def page(self, title, body, status=200, menu='<a href="/awards/new">New award</a> | <a href="/">Menu</a>'):
        self.answer(status, PAGE.format(title=title, body=body, menu=menu).encode(), {"Content-Type": "text/html; charset=utf-8"})

    def redirect(self, where, headers={}):
        self.answer(303, b"", {"Location": where, **headers})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body)), "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def arguments():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=8090, help="0: any; it is printed")
    options.add_argument("--awards", default="awards.tsv")
    options.add_argument("--user", default="clerk")
    options.add_argument("--password", default="northmere")
    return options


if __name__ == "__main__":
    application = Application(arguments().parse_args())
    print(application.server_address[1], flush=True)
    application.serve_forever()
