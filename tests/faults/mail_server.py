"""A mail server beside an office of this folder (tests/fakes/smtp_peer.py), as a process that may be killed. It looks at no Message-ID: what took
effect twice is two mails."""
import re

from server import Server


class MailServer:
    honours_keys = False

    def __init__(self, folder):
        self.mails = folder / "mails"
        self.server = Server("smtp_peer.py", "--mails", self.mails).start()

    def behave(self, share=0, seed=1):
        self.server.kill()
        self.server.start("--any", "--share", str(share), "--seed", str(seed))

    def kill(self):
        self.server.kill()

    def delivery(self):
        return (f"    mail: smtp://127.0.0.1:{self.server.port}\n"
                "    tls: {required: false}\n"
                "    from: awards@northmere.example\n"
                "    to: \"{{ award.person }}@example.org\"\n"
                "    subject: Your award\n"
                "    message: \"You get {{ doubled }}.\"\n"
                "    timeout: PT2S\n")

    def effects(self):
        def effect(mail):
            return [re.search(pattern, mail).group(1) for pattern in (r"Message-Id: <(\S+)>", r"To: (\S+)@", r"You get (\S+)\.")]
        return [tuple(effect(file.read_text())) for file in self.mails.glob("*.mail")]
