"""The net that reads a line, and the file that ocr/reader/line_net.cc computes it from."""
import struct

import numpy as np
import torch
from torch import nn

from lines import ALPHABET, HEIGHT

MAGIC, VERSION = b"MRLN", 2
PLANES = 2   # what is seen, and what of that the blank has printed


def block(into, out, kernel, padding):
    return nn.Sequential(nn.Conv2d(into, out, kernel, padding=padding, bias=False), nn.BatchNorm2d(out))


class Along(nn.Module):
    """Looks to both sides along the line, and adds what it finds."""

    def __init__(self, channels):
        super().__init__()
        self.wide = nn.Sequential(nn.Conv2d(channels, channels, (1, 9), padding=(0, 4), groups=channels, bias=False), nn.BatchNorm2d(channels))
        self.mix = block(channels, channels, 1, 0)

    def forward(self, x):
        return torch.relu(x + self.mix(torch.relu(self.wide(x))))


class LineNet(nn.Module):
    def __init__(self, alphabet=ALPHABET):
        super().__init__()
        self.alphabet, classes = alphabet, len(alphabet) + 1
        self.first = nn.Conv2d(PLANES, 24, 5, padding=2, stride=2)
        self.rise = nn.ModuleList([block(24, 32, 3, 1), block(32, 64, 3, 1), block(64, 96, 3, 1)])
        self.pools = [2, (2, 1), (2, 1)]
        self.flatten = block(96, 160, (2, 3), (0, 1))
        self.along = nn.ModuleList([Along(160) for _ in range(3)])
        self.out = nn.Conv2d(160, classes, 1)

    def forward(self, x):   # N PLANES HEIGHT W, W a multiple of 4 -> N W/4 classes
        x = nn.functional.relu(self.first(x), inplace=True)
        for (conv, norm), pool in zip(self.rise, self.pools):
            # The larger first and then the norm, which is less to do, is the same as the other way round: the norm's
            # scale is kept positive (keep_monotone).
            x = nn.functional.relu(norm(nn.functional.max_pool2d(conv(x), pool)), inplace=True)
        x = torch.relu(self.flatten(x))
        for layer in self.along:
            x = layer(x)
        return self.out(x).squeeze(2).transpose(1, 2)

    def keep_monotone(self):
        for _, norm in self.rise: norm.weight.data.clamp_(min=1e-3)


def folded(layer):
    """A convolution with its normalisation folded in: weights and biases."""
    conv, norm = layer[0], layer[1]
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return conv.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale


def save(net, path):
    """Weights as 16-bit floats in the order in which they are needed, after a head that says what they are of."""
    tensors = [net.first.weight, net.first.bias] + [t for layer in net.rise for t in folded(layer)] + list(folded(net.flatten))
    for layer in net.along:
        tensors += [*folded(layer.wide), *folded(layer.mix)]
    tensors += [net.out.weight, net.out.bias]
    alphabet = net.alphabet.encode()
    with open(path, "wb") as file:
        file.write(MAGIC + struct.pack("<III", VERSION, HEIGHT, len(alphabet)) + alphabet)
        for tensor in tensors:
            values = tensor.detach().cpu().numpy().astype(np.float16).ravel()
            file.write(struct.pack("<I", values.size) + values.tobytes())
