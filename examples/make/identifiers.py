"""Identifiers that pass their own checks and belong to nobody."""

NINO_FIRST, NINO_SECOND = "ABCEGHJKLMNOPRSTWXYZ", "ABCEGHJKLMNPRSTWXYZ"
NINO_NEVER = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def nino(rng):
    while True:
        prefix = rng.choice(NINO_FIRST) + rng.choice(NINO_SECOND)
        if prefix not in NINO_NEVER:
            return prefix + "".join(rng.choice("0123456789") for _ in range(6)) + rng.choice("ABCD")


def vrn(seven):
    """A VAT registration number: seven digits and their modulus-97 check."""
    total = sum(int(d) * w for d, w in zip(seven, range(8, 1, -1)))
    return seven + f"{-total % 97 or 97:02d}"


def utr(nine):
    """A taxpayer reference: its first digit checks the other nine."""
    total = sum(int(d) * w for d, w in zip(nine, (6, 7, 8, 9, 10, 5, 4, 3, 2)))
    return "21987654321"[total % 11] + nine
