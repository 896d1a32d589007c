"""What payslips and letters say: people, money, rows. Made up from a seed; amounts are whole pence."""

from dataclasses import dataclass, field
from random import Random

SURNAMES = """Tansy Ignatius Thistlewood Pennywhistle Hollowell Brackenridge Larkspur Dunnock Fennimore Applegarth Mossop Winterbourne
Sorrell Underhay Cobbleside Ravensworth Teasel Bramblecote Oakapple Nettleship Greywether Plumtree Saltmarsh Yarrow Stonecrop""".split()
FIRST = """Odette Barnaby Mina Otis Philippa Casimir Winifred Rufus Leonora Jago Beatrix Piers Marigold Ned Augusta Hugo Sidonie Amos
Isolde Victor Cora Lucian Henrietta Alban Posy Morris""".split()
FIRMS = ("Harbour Bakery Ltd", "Kestrel Logistics plc", "Brightside Care", "Fenland Joinery", "Quay Print Works", "Mill Race Hotels")
# How payrolls call things; the long ones are wrapped in narrow columns.
PAYMENTS = ("Basic pay", "Overtime at time and a half", "Shift allowance", "Holiday pay", "Bonus", "Car allowance",
            "Statutory sick pay", "Back pay from April", "On call", "Tool allowance")
DEDUCTIONS = ("Income tax", "National Insurance", "Pension contribution (employee)", "Student loan", "Union subscription",
              "Season ticket loan", "Cycle to work scheme", "Charity", "Attachment of earnings order", "Staff shop")
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Row:
    description: str
    amount: int        # pence
    to_date: int
    hours: int = 0     # hundredths; 0: a sum
    rate: int = 0      # pence


@dataclass(frozen=True)
class Pay:
    name: str
    nino: str
    number: str        # the employee's
    reference: str     # "HR/2026/004711"
    tax_code: str
    date: str          # dd/mm/yyyy
    month: str         # "September 2026"
    firm: str
    payments: tuple = field(default=())
    deductions: tuple = field(default=())

    @property
    def gross(self):
        return sum(row.amount for row in self.payments)

    @property
    def withheld(self):
        return sum(row.amount for row in self.deductions)

    @property
    def net(self):
        return self.gross - self.withheld


def nino(rng):
    letters = rng.choice("ABCEHJKLMPRSTWXYZ") + rng.choice("ABCEHJKLMPRSTWXYZ")
    while letters in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
        letters = rng.choice("ABCEHJKLMPRSTWXYZ") + rng.choice("ABCEHJKLMPRSTWXYZ")
    digits = [f"{rng.randrange(100):02d}" for _ in range(3)]
    return " ".join((letters, *digits, rng.choice("ABCD")))


def made(seed):
    """The same for the same seed."""
    rng = Random(seed)
    month = rng.randrange(12)
    hours, rate = rng.randrange(6000, 16000, 25), rng.randrange(1180, 2600)
    basic = Row("Basic pay", hours * rate // 100, 0, hours, rate)
    payments = [basic] + [Row(name, rng.randrange(900, 45000), 0) for name in rng.sample(PAYMENTS[1:], rng.randrange(4))]
    gross = sum(row.amount for row in payments)
    shares = [("Income tax", 0.1), ("National Insurance", 0.06)]
    deductions = [Row(name, int(gross * share * rng.uniform(0.5, 1.4)), 0) for name, share in shares]
    deductions += [Row(name, rng.randrange(150, gross // 25), 0) for name in rng.sample(DEDUCTIONS[2:], rng.randrange(5))]

    def to_date(row):
        return Row(row.description, row.amount, row.amount * (month + 1) + rng.randrange(5000), row.hours, row.rate)
    return Pay(f"{rng.choice(FIRST)} {rng.choice(SURNAMES)}", nino(rng), f"{rng.randrange(100000):05d}",
               f"HR/2026/{rng.randrange(1000000):06d}", f"{rng.randrange(800, 1400)}L",
               f"{rng.randrange(20, 29):02d}/{month + 1:02d}/2026", f"{MONTHS[month]} 2026", rng.choice(FIRMS),
               tuple(map(to_date, payments)), tuple(map(to_date, deductions)))
