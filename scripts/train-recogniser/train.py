#!/usr/bin/python3
"""Trains the line recogniser (ocr/reader/line_net.h) on made-up lines. README.md beside this says how and why.

usage: train.py lines FOLDER --shards 0..40 [--over-print|--abroad]   writes shards of 5,000 lines each
       train.py fit FOLDER --minutes 60 [--from CHECKPOINT] [--abroad WEIGHTS] -o WEIGHTS
"""
import argparse
import glob
import os
import random
import time

import numpy as np
import torch

from abroad import ALPHABET_ABROAD, NetAbroad, WriterAbroad
from lines import HEIGHT, make
from net import PLANES, LineNet, save

SHARD = 5000
KINDS = ("line", "over", "abroad")   # of shards
OVER_PRINT_ABROAD = 0.2              # of the lines of a shard
CLASS = {c: i + 1 for i, c in enumerate(ALPHABET_ABROAD)}   # the English come first


def write_lines(options):
    os.makedirs(options.folder, exist_ok=True)
    first, last = (int(n) for n in options.shards.split(".."))
    for shard in range(first, last):
        kind = "abroad" if options.abroad else "over" if options.over_print else "line"
        path = f"{options.folder}/{kind}-{shard:04d}.npz"
        if os.path.exists(path): continue
        pictures, widths, texts = [], [], []
        seed = 1000 + shard + 100000 * KINDS.index(kind)
        some = make(seed, SHARD, OVER_PRINT_ABROAD, WriterAbroad(seed), marks=True) if options.abroad else make(seed, SHARD, options.over_print)
        for planes, text in some:
            pictures.append(planes.ravel()), widths.append(planes.shape[2]), texts.append(text)
        np.savez_compressed(path + ".part.npz", pictures=np.concatenate(pictures), widths=np.array(widths), texts=np.array(texts))
        os.rename(path + ".part.npz", path)
        print(path, flush=True)


def load(path):
    data = np.load(path)
    at = np.concatenate([[0], np.cumsum(data["widths"] * HEIGHT * PLANES)])
    pictures = data["pictures"]
    return [(pictures[at[i]:at[i + 1]].reshape(PLANES, HEIGHT, -1), str(t)) for i, t in enumerate(data["texts"])]


def shaken(planes, numbers):
    """A line seen again is not the same line: a little lower, lighter, wider."""
    planes = planes.astype(np.float32) / 255
    shift = numbers.integers(-2, 3)
    if shift: planes = np.roll(planes, shift, axis=1)
    seen = planes[0]
    if numbers.random() < 0.3: seen = seen ** numbers.uniform(0.6, 1.6)
    if numbers.random() < 0.3: seen = np.clip(seen + numbers.normal(0, numbers.uniform(0, 0.12), seen.shape).astype(np.float32), 0, 1)
    planes[0] = seen
    return planes


def batch(samples, numbers=None):
    width = (max(p.shape[2] for p, _ in samples) + 63) // 64 * 64   # few shapes: each is compiled for
    x = np.zeros((len(samples), PLANES, HEIGHT, width), np.float32)
    for i, (p, _) in enumerate(samples):
        x[i, :, :, :p.shape[2]] = shaken(p, numbers) if numbers is not None else p.astype(np.float32) / 255
    lengths = torch.tensor([(p.shape[2] + 3) // 4 for p, _ in samples])
    targets = torch.tensor([CLASS[c] for _, t in samples for c in t])
    return torch.from_numpy(x), lengths, targets, torch.tensor([len(t) for _, t in samples])


def batches(samples, size, seed):
    """Of about equal widths, so that little is padding."""
    shuffled = samples[:]
    random.Random(seed).shuffle(shuffled)
    groups = []
    for i in range(0, len(shuffled), size * 40):
        some = sorted(shuffled[i:i + size * 40], key=lambda s: s[0].shape[2])
        groups += [some[k:k + size] for k in range(0, len(some) - size + 1, size)]
    random.Random(seed + 1).shuffle(groups)
    return groups


def read(logits, length):
    best = logits[:length].argmax(1).tolist()
    return "".join(ALPHABET_ABROAD[c - 1] for c, before in zip(best, [0] + best) if c and c != before)


def exact(net, samples):
    net.eval()
    right = 0
    with torch.no_grad():
        for group in batches(samples, 32, 0):
            x, lengths, _, _ = batch(group)
            out = net(x)
            right += sum(read(out[i], lengths[i]).strip() == t for i, (_, t) in enumerate(group))
    net.train()
    return right / (len(samples) // 32 * 32)


def fit(options):
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    net = (NetAbroad(options.abroad) if options.abroad else LineNet()).to(memory_format=torch.channels_last)
    if options.start:
        state = torch.load(options.start)
        if state["first.weight"].shape[1] < PLANES:   # of before the second plane: it starts out unseen
            state["first.weight"] = torch.cat([state["first.weight"], torch.zeros(24, 1, 5, 5)], 1)
        net.load_state_dict(state)
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    loss_of = torch.nn.CTCLoss(zero_infinity=True)
    numbers = np.random.default_rng(3)
    held_out = {kind: load(f"{options.folder}/{kind}-0000.npz")[:2000] for kind in KINDS if bool(options.abroad) == (kind == "abroad")}
    begin, steps, seen, epoch, averaged = time.time(), 0, 0, 0, None
    fraction = 0.0
    while fraction < 1:
        # As many lines over print as others; more shards may have come.
        kinds = [[p for p in glob.glob(f"{options.folder}/{kind}-[0-9]*.npz") if ".part" not in p and not p.endswith("-0000.npz")]
                 for kind in held_out]
        order = list(zip(*(random.Random(epoch).sample(paths, min(map(len, kinds))) for paths in kinds)))
        epoch += 1
        for paths in order:
            groups = [group for path in paths for group in batches(load(path), 32, steps)]
            random.Random(steps).shuffle(groups)
            for group in groups:
                fraction = (time.time() - begin) / (options.minutes * 60)
                if fraction >= 1: break
                # A short rise, a long even stretch, a fall to nothing.
                rate = options.rate * min(1, (steps + 1) / 300) * (1 if fraction < 0.5 else max(0.01, (1 - fraction) / 0.5))
                for g in optimiser.param_groups: g["lr"] = rate
                x, lengths, targets, target_lengths = batch(group, numbers)
                logs = torch.log_softmax(net(x.contiguous(memory_format=torch.channels_last)), 2).transpose(0, 1)
                loss = loss_of(logs, targets, lengths, target_lengths)
                optimiser.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
                optimiser.step()
                net.keep_monotone()
                averaged = loss.item() if averaged is None else 0.99 * averaged + 0.01 * loss.item()
                steps, seen = steps + 1, seen + len(group)
                if steps % 500 == 0:
                    print(f"{(time.time() - begin) / 60:.1f} min, {seen} lines, loss {averaged:.4f}, exact " +
                          ", ".join(f"{kind} {exact(net, some[:600]):.4f}" for kind, some in held_out.items()), flush=True)
                if steps % 500 == 0: torch.save(net.state_dict(), options.out + ".pt")
            if fraction >= 1: break
    torch.save(net.state_dict(), options.out + ".pt")
    net.eval()
    print("held out: exact " + ", ".join(f"{kind} {exact(net, some):.4f}" for kind, some in held_out.items()))
    save(net, options.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    make_lines = commands.add_parser("lines")
    make_lines.add_argument("folder")
    make_lines.add_argument("--shards", default="0..40")
    make_lines.add_argument("--over-print", action="store_true", help="writing that stands on what the blank has printed")
    make_lines.add_argument("--abroad", action="store_true", help="other languages than English; a fifth over print")
    make_lines.set_defaults(run=write_lines)
    training = commands.add_parser("fit")
    training.add_argument("folder")
    training.add_argument("--minutes", type=float, default=60)
    training.add_argument("--rate", type=float, default=3e-3)
    training.add_argument("--threads", type=int, default=1)
    training.add_argument("--from", dest="start")
    training.add_argument("--abroad", metavar="WEIGHTS", help="the English net, which is to learn accents")
    training.add_argument("-o", "--out", required=True)
    training.set_defaults(run=fit)
    options = parser.parse_args()
    options.run(options)


main()
