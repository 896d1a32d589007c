"""OpenSSH's server beside an office of this folder (tests/fakes/sftp_server), behind a line that is cut."""
import getpass, json

from server import BehindProxy, Server


class FileHost(BehindProxy):
    honours_keys = True

    def __init__(self, folder):
        self.folder = folder / "sftp"
        super().__init__(Server("sftp_server", self.folder))
        host = (self.folder / "host.pub").read_text().split()
        (self.folder / "known_line").write_text(f"[127.0.0.1]:{self.port} {host[0]} {host[1]}\n")

    def delivery(self):
        return (f"    sftp: sftp://127.0.0.1:{self.port}{self.folder}/files\n"
                f"    known_hosts: {self.folder}/known_line\n"
                f"    login: {{user: {getpass.getuser()}, key: {self.folder}/login}}\n"
                "    content: {person: award.person, amount: doubled}\n"
                "    idempotency: name\n"
                "    timeout: PT10S\n")

    def effects(self):
        files = [json.loads(file.read_text(), parse_float=str, parse_int=str) for file in (self.folder / "files").glob("*.json")]
        return [(file["idempotency_key"], file["content"]["person"], file["content"]["amount"]) for file in files]
