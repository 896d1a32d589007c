"""Whoever takes away the files of batches beside an office of this folder: at once and for good, so that a file that appears
again is a second one."""
import csv, decimal, re, shutil, time

PATIENCE_SECONDS = 60


class BatchFile:
    honours_keys = True
    pattern, name = "*.csv", r"run-(\d{6})\.csv"

    def __init__(self, folder):
        self.runs, self.taken = folder / "site" / "runs", folder / "taken"
        self.taken.mkdir()

    def behave(self, share=0, seed=1):
        self.take()

    def take(self):
        for file in self.runs.glob(self.pattern) if self.runs.exists() else []:
            target = self.taken / file.name
            if target.exists():
                target = self.taken / f"{file.name}-again"
            shutil.move(file, target)

    def kill(self):
        self.take()

    def settle(self, deliveries):
        """The last batch is closed when its time comes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while sum(1 for _ in self.effects()) < deliveries and time.monotonic() < deadline:
            time.sleep(0.2)

    def delivery(self):
        return ("    file: runs\n    as: csv\n    csv: {header: false}\n"
                "    content: {case: case.number, person: award.person, amount: doubled}\n"
                "    batch: {every: PT2S, at_most: 25, sum: amount, name: 'run-{number:9(6)}.csv', trailer: 'T,{count},{sum}'}\n")

    def rows(self, file):
        """Case, person and amount of each delivery; the trailer is right."""
        *rows, (_, count, total) = csv.reader(file.open(newline=""))
        assert int(count) == len(rows) and decimal.Decimal(total) == sum(decimal.Decimal(amount) for _, _, amount in rows), file.name
        return rows

    def effects(self):
        """Each as case, person, amount; batches are numbered from 1."""
        self.take()
        files = sorted(self.taken.iterdir())
        numbers = [int(match[1]) if (match := re.fullmatch(self.name, file.name)) else file.name for file in files]
        assert numbers == list(range(1, len(numbers) + 1)), numbers
        return [tuple(row) for file in files for row in self.rows(file)]
