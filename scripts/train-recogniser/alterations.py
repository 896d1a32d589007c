#!/usr/bin/python3
"""Trains the small net that tells altered entries (ocr/reader/altered.h) on what the line net sees of them, and puts its
weights behind the line net's. README.md beside this says how and why.

usage: alterations.py ENTRIES... [--epochs 5] [--from WEIGHTS] -o ../../ocr/reader/line_net.weights

ENTRIES are files that `entry_lines` wrote (tests/bench/entry_lines.cc). WEIGHTS hold a line net, with or without such a net.
"""
import argparse
import random
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from lines import HEIGHT
from net import MAGIC

ALONE, TOGETHER = 2, 3   # versions of the file: the line net, the line net and this one
TENSORS = 24             # of the line net


def entries(path):
    """[(how altered, [(ink, print or None)])] of a file of entry_lines."""
    data, at, found = open(path, "rb").read(), 0, []
    while at < len(data):
        how, lines = struct.unpack_from("<II", data, at)
        at += 8
        planes = []
        for _ in range(lines):
            width, has_print = struct.unpack_from("<II", data, at)
            at += 8
            seen = []
            for _ in range(1 + has_print):
                seen.append(np.frombuffer(data, np.uint8, width * HEIGHT, at).reshape(HEIGHT, width))
                at += width * HEIGHT
            if width >= 4: planes.append((seen[0], seen[1] if has_print else None))
        if planes: found.append((how, planes))
    return found


# --- entries that no specimen has: lines through some of the letters, at any height; letters over letters of other typefaces

def stroke(ink, x0, y0, x1, y1, thick, dark):
    y, x = np.mgrid[0:ink.shape[0], 0:ink.shape[1]]
    dx, dy = x1 - x0, y1 - y0
    along = np.clip(((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-6), 0, 1)
    off = np.hypot(x - x0 - along * dx, y - y0 - along * dy)
    return np.maximum(ink, (np.clip(thick / 2 + 0.5 - off, 0, 1) * dark).astype(np.uint8))


def struck(ink, x0, x1, r):
    """With a line or two, a slash, a cross or a wave through some or all of what stands from x0 to x1."""
    thick, dark = r.uniform(1.6, 3.6), r.choice([255, 255, r.randint(170, 255)])
    wide = max(min(x1 - x0, 16), (x1 - x0) * r.uniform(0.3, 0.9)) if r.random() < 0.6 else x1 - x0
    begin = x0 + r.uniform(0, x1 - x0 - wide) - r.uniform(0, 5)
    end = begin + wide + r.uniform(0, 10)
    how = r.random()
    if how < 0.65:
        y, gap = (r.uniform(12, 22), None) if how < 0.5 else (r.uniform(11, 17), r.uniform(3.5, 6.5))
        for each in (y, y + gap) if gap else (y,):
            slant = r.gauss(0, 1.4)
            ink = stroke(ink, begin, each + slant, end, each - slant, thick, dark)
    elif how < 0.85:
        ink = stroke(ink, begin, r.uniform(24, 28), end, r.uniform(4, 9), thick, dark)
        if r.random() < 0.4: ink = stroke(ink, begin, r.uniform(4, 9), end, r.uniform(24, 28), thick, dark)
    else:
        step, up = r.uniform(3, 7), 1
        while begin < end:
            to = begin + step * r.uniform(0.7, 1.3)
            ink = stroke(ink, begin, 16 - 8 * up + r.gauss(0, 1.5), to, 16 + 8 * up, thick * 0.8, dark)
            begin, up = to, -up
    return ink


def grown(ink):
    return np.maximum.reduce([ink, np.roll(ink, 1, 0), np.roll(ink, 1, 1)])


def written_over(ink, x0, x1, other, r):
    """A letter's width of another line over this one; None where that changes little."""
    columns, wide = np.flatnonzero((other > 100).any(0)), r.randint(10, 18)
    if x1 - x0 < wide + 2 or len(columns) == 0 or columns[-1] - columns[0] < wide + 2: return None
    at, cut = r.randint(x0, x1 - wide), r.randint(columns[0], columns[-1] - wide)
    letter, base = other[:, cut:cut + wide], ink[:, at:at + wide]
    if r.random() < 0.5: letter = grown(letter)
    if ((letter > 128) & (base < 64)).sum() < 35 or (base > 128).sum() < 20: return None
    ink = ink.copy()
    ink[:, at:at + wide] = np.maximum(base, letter)
    return ink


def made_up(plain, count):
    """Of plain lines: altered ones, and underlined or bold ones that are not."""
    r, found = random.Random(5), []
    for ink, under in r.sample(plain, min(count, len(plain))):
        columns = np.flatnonzero((ink > 100).any(0))
        if len(columns) < 10: continue
        x0, x1, how = columns[0], columns[-1], r.random()
        if how < 0.55:
            found.append((1, [(struck(ink, x0, x1, r), under)]))
        elif how < 0.75:
            over = written_over(ink, x0, x1, r.choice(plain)[0], r)
            if over is not None: found.append((1, [(over, under)]))
        elif how < 0.9:
            y, slant = r.uniform(28.5, 31), r.gauss(0, 0.5)
            found.append((0, [(stroke(ink, x0 - 3, y + slant, x1 + 3, y - slant, r.uniform(1.1, 2.5), 255), under)]))
        else:
            found.append((0, [(grown(ink), under)]))
    return found


# --- what the line net sees (ocr/reader/line_net.cc) ----------------------------------------------------------------------

class Sight:
    def __init__(self, path):
        self.data = open(path, "rb").read()
        assert self.data[:4] == MAGIC and struct.unpack_from("<I", self.data, 4)[0] in (ALONE, TOGETHER)
        self.at = 16 + struct.unpack_from("<I", self.data, 12)[0]
        layer = lambda out, into, *kernel: (self.take(out, into, *kernel), self.take(out))
        self.first = layer(24, 2, 5, 5)
        self.rise = [layer(o, i, 3, 3) for i, o in ((24, 32), (32, 64), (64, 96))]
        self.flatten = layer(160, 96, 2, 3)
        self.along = [(layer(160, 1, 1, 9), layer(160, 160, 1, 1)) for _ in range(3)]

    def take(self, *shape):
        count = struct.unpack_from("<I", self.data, self.at)[0]
        values = np.frombuffer(self.data, np.float16, count, self.at + 4).astype(np.float32).reshape(shape)
        self.at += 4 + 2 * count
        return torch.from_numpy(values)

    def alone(self):
        """The file without this script's net, as version TOGETHER."""
        at = 16 + struct.unpack_from("<I", self.data, 12)[0]
        for _ in range(TENSORS): at += 4 + 2 * struct.unpack_from("<I", self.data, at)[0]
        return self.data[:4] + struct.pack("<I", TOGETHER) + self.data[8:at]

    def __call__(self, x):
        """N 2 HEIGHT W -> N channels W/4, the channels of each row side by side."""
        x = F.relu(F.conv2d(x, *self.first, padding=2, stride=2))
        rows = []
        for layer, pool in zip(self.rise, (2, (2, 1), (2, 1))):
            x = F.relu(F.max_pool2d(F.conv2d(x, *layer, padding=1), pool))
            rows.append(x)
        x = F.relu(F.conv2d(x, *self.flatten, padding=(0, 1)))
        for wide, mix in self.along:
            x = F.relu(x + F.conv2d(F.relu(F.conv2d(x, *wide, padding=(0, 4), groups=160)), *mix))
        return torch.cat([part.transpose(1, 2).flatten(1, 2) for part in (rows[0], rows[1], x)], 1)


def seen(sight, bags):
    """[(altered, [steps x channels of each line])], as 16-bit floats: a hundred thousand entries take 7 GB."""
    lines = [(bag, number, planes) for bag, (_, all_planes) in enumerate(bags) for number, planes in enumerate(all_planes)]
    lines.sort(key=lambda line: line[2][0].shape[1])
    found = [(int(how > 0), [None] * len(planes)) for how, planes in bags]
    with torch.no_grad():
        for i in range(0, len(lines), 16):
            some = lines[i:i + 16]
            width = (some[-1][2][0].shape[1] + 3) // 4 * 4
            x = np.zeros((len(some), 2, HEIGHT, width), np.float32)
            for k, (_, _, planes) in enumerate(some):
                for p, plane in enumerate(planes):
                    if plane is not None: x[k, p, :, :plane.shape[1]] = plane / 255
            out = sight(torch.from_numpy(x)).transpose(1, 2).half().numpy()
            for k, (bag, number, planes) in enumerate(some):
                found[bag][1][number] = out[k, :(planes[0].shape[1] + 3) // 4].copy()
    return found


# --- the net --------------------------------------------------------------------------------------------------------------

class Judge(nn.Module):
    """Gives each step the logarithm of the odds that something there was altered; an entry is, if one of its steps is."""

    def __init__(self, channels):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv1d(channels, 32, 3, padding=1), nn.Conv1d(32, 16, 5, padding=2), nn.Conv1d(16, 1, 1)])
        self.drop = nn.Dropout(0.2)

    def forward(self, x, is_line):   # beyond a line's end there is nothing, as in line_net.cc
        x = self.drop(torch.relu(self.layers[0](x)) * is_line.unsqueeze(1))
        return self.layers[2](torch.relu(self.layers[1](x))).squeeze(1) - 30 * (1 - is_line)


def odds(judge, bags):
    lines = [line for _, some in bags for line in some]
    owner = torch.tensor([bag for bag, (_, some) in enumerate(bags) for _ in some])
    x = torch.zeros(len(lines), lines[0].shape[1], max(map(len, lines)))
    is_line = torch.zeros(len(lines), x.shape[2])
    for i, line in enumerate(lines):
        x[i, :, :len(line)] = torch.from_numpy(line.astype(np.float32)).T
        is_line[i, :len(line)] = 1
    return torch.full((len(bags),), -30.0).scatter_reduce(0, owner, judge(x, is_line).max(1).values, "amax")


def batches(bags, size):
    random.shuffle(bags)
    groups = []
    for i in range(0, len(bags), size * 30):   # of about equal widths, so that little is padding
        some = sorted(bags[i:i + size * 30], key=lambda bag: max(map(len, bag[1])))
        groups += [some[k:k + size] for k in range(0, len(some), size)]
    random.shuffle(groups)
    return groups


def fit(judge, bags, epochs, rate=2e-3):
    optimiser = torch.optim.AdamW(judge.parameters(), lr=rate, weight_decay=1e-2)
    steps, total = 0, epochs * (len(bags) // 48 + 1)
    for epoch in range(epochs):
        losses = []
        for group in batches(bags, 48):
            for g in optimiser.param_groups: g["lr"] = rate * min(1, (steps + 1) / 100) * max(0.01, 1 - steps / total)
            loss = F.binary_cross_entropy_with_logits(odds(judge, group), torch.tensor([float(altered) for altered, _ in group]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            steps += 1
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("entries", nargs="+")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--made-up", type=int, default=14000)
    parser.add_argument("--from", dest="start", default="../../ocr/reader/line_net.weights")
    parser.add_argument("-o", "--out", required=True)
    options = parser.parse_args()
    random.seed(1), torch.manual_seed(1)
    sight = Sight(options.start)
    bags = [entry for path in options.entries for entry in entries(path)]
    plain = [planes[0] for how, planes in bags if how == 0 and len(planes) == 1]
    bags = seen(sight, bags + made_up(plain, options.made_up))
    judge = Judge(bags[0][1][0].shape[1])
    fit(judge, bags, options.epochs)
    weights = sight.alone()
    for layer in judge.layers:
        for tensor in (layer.weight, layer.bias):
            values = tensor.detach().numpy().astype(np.float16).ravel()
            weights += struct.pack("<I", values.size) + values.tobytes()
    with open(options.out, "wb") as file: file.write(weights)


main()
