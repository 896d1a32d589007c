"""What a form asks for: a field with its place on the page, and the form that holds them.

Rectangles are PDF points from the page's bottom left, as AcroForm has them.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Field:
    name: str            # fully qualified, "claimant.nino"; the last part is the field's id
    kind: str            # text | amount | integer | date | tick
    page: int            # from 1
    rect: tuple
    tooltip: str
    max_len: int = 0
    comb: bool = False
    size: float = 10.0   # points of the typed value
    required: bool = False

    @property
    def id(self):
        return self.name.rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Office:
    name: str
    strapline: str
    colour: tuple        # r, g, b in 0..1
    crest: str           # which emblem the header carries


@dataclass(frozen=True)
class Form:
    id: str              # "hs1-2026": the template's id
    code: str            # "HS1": printed
    edition: str         # printed small in the footer
    title: str
    subtitle: str
    office: Office
    pages: tuple         # one function per page, called with a Sheet
    air: float = 0       # extra points between rows, so that a short form fills its page
    part: str = "Part"   # what a part, a page and an amount are called
    page_of: str = "Page {} of {}"
    currency: str = "£"
    barcode: tuple = ()  # ids whose values printed returns carry in their QR code


@dataclass
class Filling:
    """Values by field id, and how they came onto the paper."""

    values: dict
    font: str = "Sans"           # of the printed values
    ink: tuple = (0.05, 0.05, 0.15)
    signature: str = ""          # written by hand into the signature box
    barcode: bool = False
    commas: bool = False         # amounts as 1,234.50
    barcode_values: dict = field(default_factory=dict)  # where they differ from what is printed
    corrected: dict = field(default_factory=dict)  # id → (value crossed out, value written above it)
