"""A Dovecot of the test's own: private folders, free ports on loopback, a certificate made for it; no rights are needed and nothing of the
machine's own mail is touched. Mails are put in as files (Maildir), so that ten thousand of them take a second."""
import grp, os, pathlib, pwd, re, shutil, signal, socket, ssl, subprocess, time
import imaplib

USER, PASSWORD = "office", "a password with \"quotes\" & a \\ in it"
START_SECONDS = 20

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
{users}
first_valid_uid = 1
{passwords}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
mail_location = maildir:~/Maildir
mail_fsync = never
mailbox_list_index = no
imap_capability = {capability}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


BY_PASSWORD = """passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {folder}/users
}}"""
BY_TOKEN = """auth_mechanisms = oauthbearer xoauth2
passdb {{
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {folder}/oauth2.conf
}}"""


def why_left_out():
    for program in ("dovecot", "openssl"):
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            return f"there is no {program} here: apt-get install dovecot-imapd openssl"
    return ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
                   check=True, capture_output=True)


class MailServer:
    def __init__(self, folder, capability="+", tokens=None):
        """`capability`: "+" for what Dovecot has, otherwise what it says it has. `tokens`: nobody has a password; who tells whose a token is."""
        folder.mkdir(parents=True)
        folder.chmod(0o755)
        self.folder, self.process, self.delivered = folder, None, 0
        self.tls, self.starttls = free_port(), free_port()
        make_certificate(folder)
        # Root may not read mail: then it is done as the package's own accounts. Otherwise all is done as who we are.
        me = pwd.getpwuid(os.getuid())
        users, owner = "", pwd.getpwnam("mail")
        if os.getuid() != 0:
            users, owner = "\n".join(f"default_{what} = {me.pw_name}" for what in ("internal_user", "login_user")), me
            users += f"\ndefault_internal_group = {grp.getgrgid(os.getgid()).gr_name}"
        self.owner = owner
        (folder / "users").write_text(f"{USER}:{{plain}}{PASSWORD}\n")
        self.maildir = folder / "home" / USER / "Maildir"
        for part in ("cur", "new", "tmp"):
            (self.maildir / part).mkdir(parents=True)
        self.own(folder / "home")
        (folder / "oauth2.conf").write_text(f"introspection_url = {tokens}\nintrospection_mode = auth\nusername_attribute = username\n"
                                            "active_attribute = active\nactive_value = true\n")
        passwords = (BY_TOKEN if tokens else BY_PASSWORD).format(folder=folder)
        (folder / "dovecot.conf").write_text(CONFIGURATION.format(folder=folder, users=users, passwords=passwords, uid=owner.pw_uid, gid=owner.pw_gid, tls=self.tls,
                                                                  starttls=self.starttls, capability=capability))

    def own(self, top):
        for path in [top, *top.rglob("*")]:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def start(self):
        shutil.rmtree(self.folder / "run", ignore_errors=True)  # left by one that was killed
        program = shutil.which("dovecot", path=os.environ["PATH"] + ":/usr/sbin")
        with open(self.folder / "output", "ab") as output:
            self.process = subprocess.Popen([program, "-F", "-c", self.folder / "dovecot.conf"], stdout=output, stderr=output,
                                            start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.last_words()
            try:
                socket.create_connection(("127.0.0.1", self.tls), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("dovecot does not get ready\n" + self.last_words())

    def end(self, how=signal.SIGTERM):
        if self.process:
            os.killpg(self.process.pid, how)
            self.process.wait()
            self.process = None

    def kill(self):
        self.end(signal.SIGKILL)

    def last_words(self):
        return "".join(file.read_text(errors="replace")[-2000:] for file in (self.folder / "output", self.folder / "log") if file.exists())

    def deliver(self, content):
        """As a mail transfer agent does it."""
        self.delivered += 1
        name = f"{1_700_000_000 + self.delivered}.M{self.delivered}P1.test"
        made = self.maildir / "tmp" / name
        made.write_bytes(content)
        os.chown(made, self.owner.pw_uid, self.owner.pw_gid)
        made.rename(self.maildir / "new" / name)

    def mails_in(self, mailbox=None):
        """How many lie there; None: the inbox."""
        folder = self.maildir / f".{mailbox}" if mailbox else self.maildir
        return sum(len(list((folder / part).glob("*"))) for part in ("cur", "new")) if folder.exists() else 0

    def fetched(self):
        """Bytes and mails that were fetched from it on connections that ended in order."""
        log = (self.folder / "log").read_text(errors="replace")
        return (sum(int(size) for size in re.findall(r"body_bytes=(\d+)", log)), sum(int(count) for count in re.findall(r"body_count=(\d+)", log)))

    def client(self):
        client = imaplib.IMAP4_SSL("localhost", self.tls, ssl_context=ssl.create_default_context(cafile=self.folder / "cert.pem"))
        client.login(USER, PASSWORD)
        return client

    def inbox(self, **settings):
        """The entry of mailroom.yaml."""
        lines = {"imap": f"imaps://localhost:{self.tls}", "user": USER, "password": "${secret:MAIL_PASSWORD}", "trust": self.folder / "cert.pem",
                 **settings}
        return "".join(f"    {name}: {value}\n" for name, value in lines.items())
