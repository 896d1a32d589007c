"""A site's post as it is collected: samples numbered in the order in which they arrive, and their cases."""

from fields import Filling
from truth import Document, Sample

MONDAY, SATURDAY, FRIDAY = "2026-11-23", "2026-11-21", "2026-11-20"


def filling(values, p, **more):
    return Filling(values, signature=f"{p.first_names[0]}. {p.surname}", **more)


def document(form, values, case, order=None, first=1):
    count = len(form.pages)
    pages = [(first + i, form.id, n) for i, n in enumerate(order or range(1, count + 1))]
    return Document(pages, values, case)


class Post:
    def __init__(self):
        self.samples, self.cases = [], []

    def add(self, file, what, data, documents, received=MONDAY, state="closed", **more):
        self.samples.append(Sample(f"{len(self.samples) + 1:02d}-{file}", what, data, received, state, documents,
                                   document_count=len(documents), **more))
        return self.samples[-1]
