"""What the line net (ocr/reader/line_net.cc) sees of the strokes of entries, and the file of its weights."""
import struct

import numpy as np
import torch
import torch.nn.functional as F

from lines import HEIGHT
from net import MAGIC

ALONE, JUDGED = 2, 4   # versions of the file: the line net, the line net and what judges alterations (alterations.py)
TENSORS = 24           # of the line net


def entries(path, first_page=0):
    """[(how altered, page, [(ink, print or None)])] of a file of entry_lines, whose pages are counted on from the first."""
    data, at, found = open(path, "rb").read(), 0, []
    while at < len(data):
        how, page, lines = struct.unpack_from("<III", data, at)
        at += 12
        planes = []
        for _ in range(lines):
            width, has_print = struct.unpack_from("<II", data, at)
            at += 8
            seen = []
            for _ in range(1 + has_print):
                seen.append(np.frombuffer(data, np.uint8, width * HEIGHT, at).reshape(HEIGHT, width))
                at += width * HEIGHT
            if width >= 4: planes.append((seen[0], seen[1] if has_print else None))
        if planes: found.append((how, first_page + page, planes))
    return found


class Sight:
    def __init__(self, path):
        self.data = open(path, "rb").read()
        assert self.data[:4] == MAGIC and struct.unpack_from("<I", self.data, 4)[0] in (ALONE, JUDGED)
        self.at = 16 + struct.unpack_from("<I", self.data, 12)[0]
        self.alphabet = self.data[16:self.at].decode()
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
        """The file up to the judge, as version JUDGED."""
        at = 16 + struct.unpack_from("<I", self.data, 12)[0]
        for _ in range(TENSORS): at += 4 + 2 * struct.unpack_from("<I", self.data, at)[0]
        return self.data[:4] + struct.pack("<I", JUDGED) + self.data[8:at]

    def judge(self, tensors):
        """Gives the tensors what the file has after the line net."""
        self.at = len(self.alone())
        for tensor in tensors: tensor.data = self.take(*tensor.shape).clone()

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
    """[(how altered, page, [steps x channels of each line])], as 16-bit floats: a hundred thousand entries take 7 GB."""
    lines = [(bag, number, planes) for bag, (_, _, all_planes) in enumerate(bags) for number, planes in enumerate(all_planes)]
    lines.sort(key=lambda line: line[2][0].shape[1])
    found = [(how, page, [None] * len(planes)) for how, page, planes in bags]
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
                found[bag][2][number] = out[k, :(planes[0].shape[1] + 3) // 4].copy()
    return found
