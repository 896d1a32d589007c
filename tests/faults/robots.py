"""Receivers that a robot works: the legacy web application through Chromium, a full-screen program on a terminal, a TN3270 host. The
key of what took effect is the case's number, which is what they know of it."""
import pathlib, shutil, subprocess, sys

from unavailable import Unavailable

FAKES = pathlib.Path(__file__).parent.parent / "fakes"
PATIENCE_SECONDS = 1


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Unavailable(f"there is no program '{program}' here")


class Robot:
    """What they have in common: each delivery looks up first, or does not."""
    is_slow_to_begin = True

    def __init__(self, folder, looks_up=True):
        self.effects_file, self.honours_keys, self.port, self.process = folder / "effects", looks_up, 0, None
        self.effects_file.touch()

    def serve(self, program, share, seed):
        """Ends the server and starts it again on its port."""
        self.kill()
        self.process = subprocess.Popen([sys.executable, FAKES / program, "--awards", self.effects_file, "--port", str(self.port),
                                         "--share", str(share), "--seed", str(seed), "--patience", str(PATIENCE_SECONDS)],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def delivery(self):
        text = self.where() + f"    timeout: PT10S\n    settle: PT{PATIENCE_SECONDS + 1}S\n    pictures: none\n"
        return text + (self.look_up() if self.honours_keys else "") + self.steps()

    def effects(self):
        """Each as key, person, amount."""
        return [tuple(line.split()[1:4]) for line in self.effects_file.read_text().splitlines()]


class LegacyApp(Robot):
    def __init__(self, folder, looks_up=True):
        need("chromium", "chromedriver")
        super().__init__(folder, looks_up)
        self.behave()

    def behave(self, share=0, seed=1):
        self.serve("legacy_app_peer.py", share, seed)

    def where(self):
        return f"""    browser: http://127.0.0.1:{self.port}/
    log_in:
      when: User name
      steps:
        - {{fill: User name, with: clerk}}
        - {{fill: Password, with: "${{secret:LEGACY}}"}}
        - {{click: Log in}}
        - {{wait_for: Choose from the menu}}
"""

    def prepare(self, site):
        (site / "secrets").mkdir()
        (site / "secrets" / "LEGACY").write_text("northmere\n")

    def look_up(self):
        return """    look_up:
      - {open: "/awards?for={{ case.number }}"}
      - {read: Reference, unless: No award found}
"""

    def steps(self):
        return """    steps:
      - {open: /awards/new}
      - {fill: Our reference, with: "{{ case.number }}"}
      - {fill: Person, with: "{{ award.person }}"}
      - {fill: Weekly amount, with: "{{ doubled }}"}
      - {choose: Band, with: Half}
      - {tick: Evidence seen}
      - {click: Continue}
      - {wait_for: Please check}
      - {click: Store award, commit: true}
      - {read: Reference}
"""


class TestHost(Robot):
    def __init__(self, folder, looks_up=True):
        need("s3270")
        super().__init__(folder, looks_up)
        self.behave()

    def behave(self, share=0, seed=1):
        self.serve("tn3270_host.py", share, seed)

    def where(self):
        return f"""    terminal: tn3270://127.0.0.1:{self.port}
    log_in:
      when: PASSWORD
      steps:
        - {{type: CLERK, at: "10,25"}}
        - {{type: northmere, at: "12,25"}}
        - {{key: enter}}
        - {{wait_for: MAIN MENU}}
"""

    def look_up(self):
        return """    look_up:
      - {type: "2", at: "22,13"}
      - {key: enter}
      - {wait_for: FIND AWARD}
      - {type: "{{ case.number }}", at: "6,24"}
      - {key: enter}
      - {read: REFERENCE . ., unless: NO AWARD FOUND}
"""

    def steps(self):
        return """    steps:
      - {type: "1", at: "22,13"}
      - {key: enter}
      - {wait_for: NEW AWARD}
      - {type: "{{ case.number }}", at: "6,24"}
      - {type: "{{ award.person }}", at: "8,24"}
      - {type: "{{ doubled }}", at: "10,24"}
      - {key: pf5, commit: true}
      - {wait_for: AWARD STORED}
      - {read: reference, at: "22,20", length: 7}
"""


class LedgerProgram(Robot):
    """A program that is started for each session: its own share of mischief is in its command."""
    share = 0.3

    def __init__(self, folder, looks_up=True, **_):
        super().__init__(folder, looks_up)

    def behave(self, share=0, seed=1):
        pass

    def where(self):
        program = FAKES / "ledger_program.py"
        return f"    terminal: {sys.executable} {program} {self.effects_file} --share {self.share} --patience {PATIENCE_SECONDS}\n"

    def look_up(self):
        return """    look_up:
      - {type: "2", at: "23,14"}
      - {key: enter}
      - {type: "{{ case.number }}", at: "4,25"}
      - {key: enter}
      - {read: REFERENCE . ., unless: NO AWARD FOUND}
"""

    def steps(self):
        return """    steps:
      - {type: "1", at: "23,14"}
      - {key: enter}
      - {type: "{{ case.number }}", at: "4,25"}
      - {key: enter}
      - {type: "{{ award.person }}", at: "6,25"}
      - {key: tab}
      - {type: "{{ doubled }}", at: "8,25"}
      - {key: tab}
      - {key: pf3, commit: true}
      - {read: REFERENCE . .}
"""
