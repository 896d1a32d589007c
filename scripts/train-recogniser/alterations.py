#!/usr/bin/python3
"""Trains the small net that tells altered entries (ocr/reader/altered.h) on what the line net sees of them, and puts its
weights behind the line net's. README.md beside this says how and why.

usage: alterations.py ENTRIES... [--epochs 5] [--from WEIGHTS] [--go-on] [--check ENTRIES...] -o ../../ocr/reader/line_net.weights

ENTRIES are files that `entry_lines` wrote (tests/bench/entry_lines.cc). WEIGHTS hold a line net, with or without such a net;
--go-on begins with the one that they hold. --check says what is caught of entries that were not trained on.
"""
import argparse
import random
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from made_up import made_up
from strokes import Sight, entries, seen

TRAITS = 32       # kStrokeTraits of ocr/reader/line_net.h
TOGETHER = 48     # entries that are learnt from at once
STRUCK_TOO = 0.3  # of the altered entries are among what is usual on their page: fewer are altered than in what is trained on


class Judge(nn.Module):
    """Gives each step the logarithm of the odds that something there was altered; an entry is, if one of its steps is."""

    def __init__(self, channels):
        super().__init__()
        self.strokes = nn.Conv1d(channels, TRAITS, 3, padding=1)
        self.first, self.last = nn.Conv1d(TRAITS, 16, 5, padding=2), nn.Conv1d(16, 1, 1)
        self.usual = nn.Parameter(torch.zeros(TRAITS, 16))
        self.drop = nn.Dropout(0.2)

    def tensors(self):
        """In the order of the file (ocr/reader/line_net.cc)."""
        return [t for layer in (self.strokes, self.first, self.last) for t in (layer.weight, layer.bias)] + [self.usual]

    def traits(self, x, is_line):   # beyond a line's end there is nothing, as in line_net.cc
        return torch.relu(self.strokes(x)) * is_line.unsqueeze(1)

    def forward(self, x, is_line, usual):
        seen_first = self.first(self.drop(self.traits(x, is_line))) + (usual @ self.usual).unsqueeze(2)
        return self.last(torch.relu(seen_first)).squeeze(1) - 30 * (1 - is_line)


def packed(bags):
    """The lines of some entries, which of their columns are lines, and whose they are."""
    lines = [line for _, _, some in bags for line in some]
    owner = torch.tensor([bag for bag, (_, _, some) in enumerate(bags) for _ in some])
    x = torch.zeros(len(lines), lines[0].shape[1], max(map(len, lines)))
    is_line = torch.zeros(len(lines), x.shape[2])
    for i, line in enumerate(lines):
        x[i, :, :len(line)] = torch.from_numpy(line.astype(np.float32)).T
        is_line[i, :len(line)] = 1
    return x, is_line, owner


def by_width(bags, size):
    """Their numbers in groups of about equal widths, so that little is padding."""
    order = sorted(range(len(bags)), key=lambda i: max(map(len, bags[i][2])))
    return [order[i:i + size] for i in range(0, len(order), size)]


def shuffled(bags):
    order, groups = list(range(len(bags))), []
    random.shuffle(order)
    for i in range(0, len(order), TOGETHER * 30):
        some = order[i:i + TOGETHER * 30]
        groups += [[some[k] for k in group] for group in by_width([bags[k] for k in some], TOGETHER)]
    random.shuffle(groups)
    return groups


class Pages:
    """What is usual on the page of each entry: its traits' means over all that is written there (ocr/reader/altered.cc)."""

    def __init__(self, bags, specimens):
        self.bags, self.page = bags, np.array([page for _, page, _ in bags])
        self.altered = np.array([how > 0 for how, _, _ in bags])
        self.made_up = np.arange(len(bags)) >= specimens   # out of an entry of the page, which counts already

    def usual(self, judge, struck_too):
        sums, steps = np.zeros((len(self.bags), TRAITS), np.float32), np.zeros((len(self.bags), 1), np.float32)
        judge.eval()
        with torch.no_grad():
            for group in by_width(self.bags, 64):
                x, is_line, owner = packed([self.bags[i] for i in group])
                at = np.array(group)[owner.numpy()]
                np.add.at(sums, at, judge.traits(x, is_line).sum(2).numpy())
                np.add.at(steps, at, is_line.sum(1, keepdim=True).numpy())
        counts = ~self.made_up & (~self.altered | (np.random.rand(len(self.bags)) < struck_too))
        of_page, long = np.zeros((self.page.max() + 1, TRAITS), np.float32), np.zeros((self.page.max() + 1, 1), np.float32)
        np.add.at(of_page, self.page[counts], sums[counts])
        np.add.at(long, self.page[counts], steps[counts])
        itself = ~counts[:, None]
        return torch.from_numpy((of_page[self.page] + sums * itself) / np.maximum(long[self.page] + steps * itself, 1))


def read_all(paths):
    bags = []
    for path in paths: bags += entries(path, 1 + max((page for _, page, _ in bags), default=-1))
    return bags


def odds(judge, bags, usual):
    x, is_line, owner = packed(bags)
    return torch.full((len(bags),), -30.0).scatter_reduce(0, owner, judge(x, is_line, usual[owner]).max(1).values, "amax")


def fit(judge, bags, specimens, epochs, rate):
    optimiser = torch.optim.AdamW(judge.parameters(), lr=rate, weight_decay=1e-2)
    pages, steps, total = Pages(bags, specimens), 0, epochs * (len(bags) // TOGETHER + 1)
    for epoch in range(epochs):
        usual, losses = pages.usual(judge, STRUCK_TOO), []   # as the judge before this epoch saw it
        judge.train()
        for group in shuffled(bags):
            for g in optimiser.param_groups: g["lr"] = rate * min(1, (steps + 1) / 100) * max(0.01, 1 - steps / total)
            some = [bags[i] for i in group]
            loss = F.binary_cross_entropy_with_logits(odds(judge, some, usual[group]), torch.tensor([float(how > 0) for how, _, _ in some]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            steps += 1
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)


def weighed(found, page):
    """The odds less what the page's other entries excuse, as in ocr/reader/altered.cc."""
    found = found.copy()
    for one in np.unique(page):
        here = found[page == one]
        usual = max(-8, np.sort(here)[int(0.4 * (len(here) - 1))]) if len(here) >= 4 else -8
        found[page == one] -= 0.3 * (usual + 8)
    return found


def check(judge, bags):
    usual, found = Pages(bags, len(bags)).usual(judge, 1), np.zeros(len(bags))
    with torch.no_grad():
        for group in by_width(bags, 64): found[group] = odds(judge, [bags[i] for i in group], usual[group]).numpy()
    how, page = np.array([bag[0] for bag in bags]), np.array([bag[1] for bag in bags])
    found = weighed(found, page)
    plain = np.sort(found[how == 0])[::-1]
    for share in (0.002, 0.004, 0.005, 0.01, 0.03):
        bound = plain[int(share * len(plain))]
        kinds = ", ".join(f"{kind}: {(found[how == kind] > bound).mean():.1%}" for kind in np.unique(how) if kind)
        print(f"{share:.1%} of {len(plain)} plain entries are above {bound:.2f}, of {(how > 0).sum()} altered "
              f"{(found[how > 0] > bound).mean():.2%}; {kinds}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("entries", nargs="+")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--made-up", type=int, default=14000)
    parser.add_argument("--from", dest="start", default="../../ocr/reader/line_net.weights")
    parser.add_argument("--go-on", action="store_true")
    parser.add_argument("--check", metavar="ENTRIES", nargs="+")
    parser.add_argument("-o", "--out", required=True)
    options = parser.parse_args()
    random.seed(1), np.random.seed(1), torch.manual_seed(1), torch.set_num_threads(1)
    sight, bags = Sight(options.start), read_all(options.entries)
    specimens = len(bags)
    plain = [(page, *planes[0]) for how, page, planes in bags if how == 0 and len(planes) == 1]
    bags = seen(sight, bags + made_up(plain, options.made_up))
    judge = Judge(bags[0][2][0].shape[1])
    if options.go_on: sight.judge(judge.tensors())
    held_out = seen(sight, read_all(options.check)) if options.check else []
    if held_out and options.go_on: check(judge, held_out)
    fit(judge, bags, specimens, options.epochs, options.rate)
    if held_out: check(judge, held_out)
    weights = sight.alone()
    for tensor in judge.tensors():
        values = tensor.detach().numpy().astype(np.float16).ravel()
        weights += struct.pack("<I", values.size) + values.tobytes()
    with open(options.out, "wb") as file: file.write(weights)


if __name__ == "__main__": main()
