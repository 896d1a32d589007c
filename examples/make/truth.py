"""The Monday set's truth: what each sample is, and what must become of it.

Everything here is said or computed apart from Mailroom; nothing is copied from its answers.
"""

from dataclasses import dataclass, field

import yaml


@dataclass
class Document:
    """Pages of one form as they lie in the file, and what is written on them."""

    pages: list                       # (page in the file, form id or None, page of the form)
    fields: dict = field(default_factory=dict)
    case: str = ""                    # which case of the truth it belongs to

    def as_dict(self):
        out = {"pages": [{"page": p, "form": f, "form_page": n} for p, f, n in self.pages]}
        if self.fields:
            out["fields"] = self.fields
        if self.case:
            out["case"] = self.case
        return out


@dataclass
class Sample:
    file: str
    what: str
    data: bytes
    received: str                     # the date, 2026-11-23
    state: str                        # closed | returned | awaiting_review | quarantined
    documents: list = field(default_factory=list)
    workflow: str = ""
    reason: str = ""                  # what a clerk is told, in our words
    reason_words: tuple = ()          # one of them must be in what a clerk is told
    straight: bool = False
    may_wait: bool = False            # a doubtful reading may ask a person first
    joins: str = ""
    document_count: int = 0           # where it is not one a Document
    page_count: int = -1
    sidecar: bool = False

    def as_dict(self):
        pages = self.page_count if self.page_count >= 0 else sum(len(d.pages) for d in self.documents)
        out = {"file": self.file, "what": self.what, "received": self.received, "workflow": self.workflow or None,
               "state": self.state}
        if self.may_wait:
            out["may_wait"] = True
        if self.reason:
            out["reason"] = self.reason
            out["reason_words"] = list(self.reason_words)
        if self.joins:
            out["joins"] = self.joins
        out["counts"] = {"items": 1, "documents": self.document_count or 1, "pages": pages}
        if self.documents:
            out["documents"] = [d.as_dict() for d in self.documents]
        return out


@dataclass
class Case:
    id: str
    workflow: str
    subject: str
    state: str
    route: str = ""
    facts: dict = field(default_factory=dict)
    decisions: dict = field(default_factory=dict)
    deliveries: dict = field(default_factory=dict)


def write(path, title, samples, cases):
    members = {c.id: [s.file for s in samples if any(d.case == c.id for d in s.documents)] for c in cases}
    out = {
        "set": title,
        "straight_through": [s.file for s in samples if s.straight],
        "counts": {"items": len(samples), "documents": sum(s.document_count or 1 for s in samples),
                   "pages": sum(s.as_dict()["counts"]["pages"] for s in samples)},
        "samples": [s.as_dict() for s in samples],
        "cases": [{"id": c.id, "workflow": c.workflow, "subject": c.subject, "from": members[c.id], "state": c.state,
                   **({"route": c.route} if c.route else {}), **({"facts": c.facts} if c.facts else {}), **({"decisions": c.decisions} if c.decisions else {}),
                   **({"deliveries": c.deliveries} if c.deliveries else {})} for c in cases],
    }
    head = ("# The Monday set: what each sample is and what must become of it. Written by scripts/make-examples;\n"
            "# outcomes are computed there, apart from Mailroom. Explained in examples/README.md.\n")
    body = yaml.safe_dump(out, sort_keys=False, allow_unicode=True, width=130, default_flow_style=None)
    path.write_text(head + body, encoding="utf-8")
