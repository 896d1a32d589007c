"""A PostgreSQL server of a test's own, in a folder of its own, run as the user `postgres`: started here, stopped by stop()."""
import glob, os, pathlib, pwd, shutil, signal, subprocess, time

LEFT_OUT = 77  # how a test ends that cannot be run here


def why_left_out():
    """Empty if a server can be started."""
    if not shutil.which("setpriv"):
        return "the program 'setpriv' is missing"
    if not glob.glob("/usr/lib/postgresql/*/bin/initdb"):
        return "PostgreSQL is not installed"
    if os.geteuid() != 0:
        return "a server for PostgreSQL's own user is started by root alone"
    return ""


class Database:
    """`inside`: a command that runs others in a network namespace, where the server listens to `address` from `network`;
    without, it answers on a socket in its folder alone."""

    def __init__(self, folder, inside=(), address="", network=""):
        self.programs = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
        self.folder = folder / "postgres"
        self.folder.mkdir()
        user = pwd.getpwnam("postgres")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        os.chmod(folder, 0o755)
        self.log = open(folder / "postgres.log", "ab")
        subprocess.run([self.programs / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "mailroom", "-E", "UTF8", "--no-locale", "--no-sync"],
                       check=True, capture_output=True, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd=self.folder)
        if network:
            with open(self.folder / "data" / "pg_hba.conf", "a") as access:
                access.write(f"host all all {network} trust\n")
        drop = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        self.server = subprocess.Popen([*inside, *drop, self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder,
                                        "-c", f"listen_addresses={address}"], stdout=self.log, stderr=self.log)
        for _ in range(300):
            if self.has_made("mailroom"):
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not come up")

    def has_made(self, name):
        """A database of that name."""
        made = subprocess.run([self.programs / "psql", "-h", self.folder, "-U", "mailroom", "-d", "postgres", "-c", f"create database {name}"],
                              capture_output=True)
        return made.returncode == 0

    def local_url(self, name="mailroom"):
        return f"postgresql:///{name}?user=mailroom&host={self.folder}"

    def stop(self):
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()
