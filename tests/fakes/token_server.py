#!/usr/bin/env python3
"""What stands between a mail server and its users where nobody has a password any more: gives tokens to a client that proves who it is (RFC 6749, 4.4),
and says to the mail server whose a token is (RFC 7662, as Dovecot asks it: by GET with the token as bearer). Prints "listening on 127.0.0.1:PORT".

usage: token_server.py --client ID:SECRET --user NAME [--port PORT]
"""
import argparse, base64, http.server, json, secrets, urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        proof = base64.b64decode(self.headers.get("Authorization", "Basic ").partition(" ")[2]).decode()
        who, _, secret = map(urllib.parse.unquote, proof.partition(":"))
        if f"{who}:{secret}" != self.server.options.client or body.get("grant_type") != "client_credentials":
            return self.answer(401, {"error": "invalid_client"})
        token = secrets.token_hex(16)
        self.server.tokens.add(token)
        self.answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": 600})

    def do_GET(self):
        token = self.headers.get("Authorization", "").partition(" ")[2]
        if token not in self.server.tokens:
            return self.answer(401, {"active": False})
        self.answer(200, {"active": True, "username": self.server.options.user, "scope": "mail"})

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--client", required=True)
    options.add_argument("--user", required=True)
    options.add_argument("--port", type=int, default=0)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", options.parse_args().port), Handler)
    server.options, server.tokens = options.parse_args(), set()
    print(f"listening on 127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


main()
