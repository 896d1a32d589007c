"""People and businesses that do not exist."""

from dataclasses import dataclass
from random import Random

from identifiers import nino, utr, vrn

NAMES = """Quillfeather Tansy|Marrowby Ignatius|Thistlewood Odette|Pennywhistle Barnaby|Hollowell Mina|Brackenridge Otis
Larkspur Philippa|Dunnock Casimir|Fennimore Winifred|Applegarth Rufus|Mossop Leonora|Winterbourne Jago|Sorrell Beatrix
Underhay Piers|Cobbleside Marigold|Ravensworth Ned|Teasel Augusta|Bramblecote Hugo|Oakapple Sidonie|Nettleship Amos
Greywether Isolde|Plumtree Victor|Saltmarsh Cora|Ferrier Lucian|Yarrow Henrietta|Stonecrop Alban|Dewhirst Posy
Kittiwake Morris""".replace("\n", "|").split("|")
STREETS = ("Quay Street", "Lantern Row", "Mill Race Lane", "Cooper's Hill", "Saltpan Road", "Bell Yard", "Heron Close")
RNG = Random(20261123)


@dataclass(frozen=True)
class Person:
    surname: str
    first_names: str
    nino: str
    born: str
    street: str
    town: str
    postcode: str
    email: str
    telephone: str
    utr: str

    @property
    def full_name(self):
        return f"{self.first_names} {self.surname}"


def make(name, town, area):
    surname, first = name.split(" ", 1)
    r = RNG
    return Person(surname, first, nino(r), f"{r.randint(1, 28):02d}/{r.randint(1, 12):02d}/{r.randint(1950, 1999)}",
                  f"{r.randint(2, 180)} {r.choice(STREETS)}", town,
                  f"{area}{r.randint(1, 9)} {r.randint(1, 9)}{r.choice('ABDEFGHJLNPQRSTUWXYZ')}{r.choice('ABDEFGHJLNPQRSTUWXYZ')}",
                  f"{first}.{surname}@mail.example".lower().replace(" ", "").replace("'", ""),
                  f"07700 900{r.randint(100, 999)}", utr("".join(r.choice("0123456789") for _ in range(9))))


BENEFITS = [make(name, "Northmere", "NM") for name in NAMES]
TAX = [make(name, "Westmark", "WM") for name in reversed(NAMES)]
BUSINESSES = ("Otter & Vole Joinery", "Periwinkle Bakehouse Ltd", "Copperkettle Cafe", "Wren Street Cycles", "Moorland Fleece Ltd",
              "Tallow & Wick", "Saffron Loom Ltd", "Northgate Pianos", "Blue Gate Nurseries", "Hatherley Print Works",
              "Cinder Path Tours", "Kelp & Anchor Ltd")
VRNS = [vrn("".join(RNG.choice("123456789") for _ in range(7))) for _ in BUSINESSES]
