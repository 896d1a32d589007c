"""Databases beside an office of this folder, as servers that may be killed: PostgreSQL and MariaDB, written to directly or by ODBC.
Each runs in a folder of its own as its own user, on a port of loopback."""
import glob, os, pathlib, pwd, shutil, signal, socket, subprocess, time

from unavailable import Unavailable

DRIVERS = pathlib.Path("/usr/lib/x86_64-linux-gnu/odbc")
START_SECONDS = 60


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """`user`: whose it is when we are root; `drivers`: the ODBC driver by which it is written to, or none."""
    honours_keys = True

    def __init__(self, folder, user, driver=None):
        self.folder, self.driver, self.port, self.process = folder / "server", driver, free_port(), None
        if driver and not (DRIVERS / driver).exists():
            raise Unavailable(f"the ODBC driver {driver} is not installed")
        self.folder.mkdir()
        self.log = open(folder / "server.log", "ab")
        self.user = {}
        if os.geteuid() == 0:
            try:
                account = pwd.getpwnam(user)
            except KeyError:
                raise Unavailable(f"there is no user '{user}' to run the server") from None
            self.user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            for above in (folder, folder.parent):
                os.chmod(above, 0o755)

    def behave(self, share=0, seed=1):
        """It is killed as by a power cut, and started again."""
        self.kill()
        self.process = subprocess.Popen(self.command(), stdout=self.log, stderr=self.log, cwd=self.folder, **self.user)
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > deadline:
                raise RuntimeError(f"the server did not come up, see {self.log.name}")
            time.sleep(0.05)

    def kill(self):
        if self.process:
            self.process.send_signal(self.how_to_kill)
            self.process.wait()
            self.process = None

    def answers(self):
        return self.run("SELECT 1").returncode == 0

    def effects(self):
        """Each as key, person, amount."""
        done = self.run("SELECT idempotency_key, person, amount FROM awards")
        assert done.returncode == 0, done.stderr
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def delivery(self):
        """What a workflow says to deliver here."""
        return (f"    sql: \"{self.url()}\"\n"
                "    insert: {table: awards, row: {person: award.person, amount: doubled}}\n"
                "    timeout: PT5S\n")


class Postgres(Server):
    how_to_kill = signal.SIGQUIT  # all of its processes at once, nothing written any more

    def __init__(self, folder, driver=None):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        if not found:
            raise Unavailable("PostgreSQL is not installed")
        self.programs = pathlib.Path(found[-1]).parent
        super().__init__(folder, "postgres", driver)
        subprocess.run([self.programs / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "mailroom", "-E", "UTF8", "--no-locale",
                        "--no-sync"], check=True, capture_output=True, cwd=self.folder, **self.user)
        self.behave()
        self.run("CREATE TABLE awards (idempotency_key VARCHAR(200) NOT NULL UNIQUE, person VARCHAR(40), amount NUMERIC(12,2))")

    def command(self):
        return [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, "-p", str(self.port),
                "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=16MB"]

    def run(self, sql):
        return subprocess.run([self.programs / "psql", "-h", self.folder, "-p", str(self.port), "-U", "mailroom", "-d", "postgres", "-qAt",
                               "-F", "\t", "-c", sql], capture_output=True, text=True)

    def url(self):
        if self.driver:
            return f"odbc:Driver={DRIVERS / self.driver};Servername=127.0.0.1;Port={self.port};Uid=mailroom;Database=postgres"
        return f"postgresql://mailroom@127.0.0.1:{self.port}/postgres"


class Mariadb(Server):
    how_to_kill = signal.SIGKILL

    def __init__(self, folder, driver=None):
        if not shutil.which("mariadbd", path="/usr/sbin:/usr/bin") or not shutil.which("mariadb-install-db"):
            raise Unavailable("MariaDB is not installed")
        super().__init__(folder, "mysql", driver)
        self.own = ["--user=mysql"] if os.geteuid() == 0 else []
        self.user = {}  # it steps down from root itself
        subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={self.folder / 'data'}", "--auth-root-authentication-method=normal",
                        "--skip-test-db", "--skip-name-resolve",
                        f"--tmpdir={self.folder}", *self.own], check=True, capture_output=True, cwd=self.folder)
        self.behave()
        # By the port one is nobody from a socket: another account.
        self.run("CREATE DATABASE ledger; CREATE USER mailroom@'127.0.0.1'; GRANT ALL ON ledger.* TO mailroom@'127.0.0.1'; "
                 "CREATE TABLE ledger.awards (idempotency_key VARCHAR(200) COLLATE utf8mb4_bin NOT NULL UNIQUE, person VARCHAR(40), "
                 "amount DECIMAL(12,2))")

    def command(self):
        return ["/usr/sbin/mariadbd", "--no-defaults", f"--datadir={self.folder / 'data'}", f"--socket={self.folder / 'socket'}",
                f"--port={self.port}", "--bind-address=127.0.0.1", f"--pid-file={self.folder / 'pid'}", "--innodb-buffer-pool-size=16M",
                "--innodb-log-file-size=8M", "--performance-schema=off", "--skip-name-resolve", "--skip-log-bin",
                f"--tmpdir={self.folder}", "--character-set-server=utf8mb4", *self.own]

    def run(self, sql):
        done = subprocess.run(["mariadb", "--no-defaults", "-N", "-B", "-u", "root", "-S", self.folder / "socket", "-e",
                               sql.replace("FROM awards", "FROM ledger.awards")], capture_output=True, text=True)
        return done

    def url(self):
        if self.driver:
            return f"odbc:Driver={DRIVERS / self.driver};Server=127.0.0.1;Port={self.port};Uid=mailroom;Database=ledger"
        return f"mysql://mailroom@127.0.0.1:{self.port}/ledger"
