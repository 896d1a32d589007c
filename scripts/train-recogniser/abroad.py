"""Lines in German, French, Spanish, Polish and Welsh, for the net that reads accents (ocr/reader/accented_line.h): words of the lists in
Tesseract's packs, names that nobody has, and letters with other marks than the word has, so that the net reads marks and not words."""
import random
import subprocess
import tempfile
import unicodedata
from pathlib import Path

from torch import nn

from lines import ALPHABET, Writer
from net import LineNet
from strokes import Sight

PACKS = Path("/usr/share/tesseract-ocr/5/tessdata")
LETTERS = {"deu": "äöüßéë", "fra": "àâçéèêëîïôùûüÿœæ", "spa": "áéíóúüñ", "pol": "ąćęłńóśźż", "cym": "âêîôûŵŷäëïöüáéíóúàèìòù"}
PLACES = {"deu": ("straße {}", "weg {}", "gasse {}", "allee {}"), "fra": ("{} rue de l'", "{} avenue des ", "{}, chemin du ", "{} place de la "),
          "spa": ("Calle {}", "Avenida de {}", "Plaza {}", "Paseo del {}"), "pol": ("ul. {}", "al. {}", "plac {}", "os. {}"),
          "cym": ("Heol {}", "Stryd {}", "Ffordd {}", "Lôn {}")}


def with_capitals(letters):
    return "".join(sorted({*letters, *(c.upper() for c in letters if len(c.upper()) == 1)}))


ALPHABET_ABROAD = ALPHABET + with_capitals("".join(LETTERS.values()))
PLAIN = {"ß": "s", "ł": "l", "œ": "o", "æ": "a", "Ł": "L", "Œ": "O", "Æ": "A"}   # what no mark parts


def base(letter):
    return PLAIN.get(letter) or unicodedata.normalize("NFD", letter)[0]


def words_of(pack):
    """The pack's own list, of what its language is written with."""
    with tempfile.TemporaryDirectory() as work:
        to = Path(work)
        subprocess.run(["combine_tessdata", "-u", PACKS / f"{pack}.traineddata", to / "pack."], check=True, capture_output=True)
        subprocess.run(["dawg2wordlist", to / "pack.lstm-unicharset", to / "pack.lstm-word-dawg", to / "words"], check=True, capture_output=True)
        known = set("abcdefghijklmnopqrstuvwxyz'-" + LETTERS.get(pack, ""))
        return [w for w in (to / "words").read_text(encoding="utf-8").split() if 2 < len(w) < 14 and set(w.lower()) <= known]


class WriterAbroad(Writer):
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lists = {pack: words_of(pack) for pack in LETTERS}
        self.words = words_of("eng")
        self.marked = {pack: [w for w in some if not w.isascii()] for pack, some in self.lists.items()}
        self.others = {pack: {b: [c for c in letters if base(c) == b] for b in map(base, letters)} for pack, letters in
                       ((pack, with_capitals(letters)) for pack, letters in LETTERS.items())}

    def remarked(self, word):
        """With marks put on, taken off and exchanged."""
        r, others = self.random, self.others[self.pack]
        return "".join(r.choice([base(c), *others[base(c)]]) if r.random() < 0.5 and base(c) in others else c for c in word)

    def word(self):
        r = self.random
        word = super().word() if r.random() < 0.1 else r.choice(self.marked[self.pack] if r.random() < 0.65 else self.lists[self.pack])
        roll = r.random()
        word = word.capitalize() if roll < 0.55 else word.upper() if roll < 0.72 else word.lower() if roll < 0.9 else word
        return self.remarked(word) if r.random() < 0.4 else word

    def place(self):
        r, place = self.random, self.random.choice(PLACES[self.pack])
        number = str(r.randint(1, 199)) + r.choice(["", "", "", "a", " B", "/" + str(r.randint(1, 40))])
        if self.pack == "deu": return self.word() + place.format(number)
        if self.pack == "fra": return place.format(number) + self.word()
        return place.format(self.word()) + " " + number

    def prose(self):
        r, roll = self.random, self.random.random()
        if roll < 0.2: return self.place()
        if roll < 0.27: return f"{self.digits(5)} {self.word()}" if self.pack != "pol" else f"{self.digits(2)}-{self.digits(3)} {self.word()}"
        if roll < 0.32: return f"{self.word()}.{self.word()}@{self.word()}.{self.pack[:2]}".lower()
        text = " ".join(self.word() for _ in range(r.choice([1, 1, 1, 2, 2, 2, 3, 3, 4])))
        roll = r.random()
        if roll < 0.1: return text.replace(" ", r.choice([", ", "-", " & ", "'", "/", ". "]), 1)
        return text + r.choice([".", "?", "!", ":", ")"]) if roll < 0.13 else text

    def line(self):
        r = self.random
        self.pack = r.choice(list(LETTERS))
        roll = r.random()
        text = self.code() if roll < 0.05 else self.noise() if roll < 0.07 else self.prose()
        return "".join(c for c in text[:40].strip() if c in ALPHABET_ABROAD)


class NetAbroad(LineNet):
    """Begins as the line net of a file, whose norms are folded in and stay; a letter that it did not know begins as the one without marks."""

    def __init__(self, path):
        super().__init__(ALPHABET_ABROAD)
        sight = Sight(path)
        mine = [*self.rise, self.flatten, *(part for layer in self.along for part in (layer.wide, layer.mix))]
        theirs = [*sight.rise, sight.flatten, *(part for pair in sight.along for part in pair)]
        self.first.weight.data, self.first.bias.data = sight.first[0].clone(), sight.first[1].clone()
        for (conv, norm), (weight, bias) in zip(mine, theirs):
            conv.weight.data, norm.bias.data = weight.clone(), bias.clone()
            norm.running_var.fill_(1 - norm.eps)
        weight, bias = sight.take(len(sight.alphabet) + 1, 160, 1, 1), sight.take(len(sight.alphabet) + 1)
        known = [0, *(1 + sight.alphabet.index(c if c in sight.alphabet else base(c)) for c in self.alphabet)]
        self.out.weight.data, self.out.bias.data = weight[known].clone(), bias[known].clone()
        self.out.bias.data[1 + len(sight.alphabet):] -= 3   # none if it knew all of them

    def train(self, mode=True):
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d): module.eval()
        return self
