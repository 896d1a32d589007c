#!/usr/bin/python3
"""Trains the line recogniser (ocr/reader/line_net.h) on made-up lines. README.md beside this says how and why.

usage: train.py lines FOLDER --shards 0..40      writes shards of 5,000 lines each
       train.py fit FOLDER --minutes 60 [--from CHECKPOINT] -o WEIGHTS
"""
import argparse
import glob
import os
import random
import time

import numpy as np
import torch

from lines import ALPHABET, HEIGHT, make
from net import LineNet, save

SHARD = 5000
CLASS = {c: i + 1 for i, c in enumerate(ALPHABET)}


def write_lines(options):
    os.makedirs(options.folder, exist_ok=True)
    first, last = (int(n) for n in options.shards.split(".."))
    for shard in range(first, last):
        path = f"{options.folder}/{shard:04d}.npz"
        if os.path.exists(path): continue
        pictures, widths, texts = [], [], []
        for picture, text in make(1000 + shard, SHARD):
            pictures.append(picture.ravel()), widths.append(picture.shape[1]), texts.append(text)
        np.savez(path + ".part.npz", pictures=np.concatenate(pictures), widths=np.array(widths), texts=np.array(texts))
        os.rename(path + ".part.npz", path)
        print(path, flush=True)


def load(path):
    data = np.load(path)
    at = np.concatenate([[0], np.cumsum(data["widths"] * HEIGHT)])
    pictures = data["pictures"]
    return [(pictures[at[i]:at[i + 1]].reshape(HEIGHT, -1), str(t)) for i, t in enumerate(data["texts"])]


def shaken(picture, numbers):
    """A line seen again is not the same line: a little lower, lighter, wider."""
    picture = picture.astype(np.float32) / 255
    shift = numbers.integers(-2, 3)
    if shift: picture = np.roll(picture, shift, axis=0)
    if numbers.random() < 0.3: picture = picture ** numbers.uniform(0.6, 1.6)
    if numbers.random() < 0.3: picture = np.clip(picture + numbers.normal(0, numbers.uniform(0, 0.12), picture.shape).astype(np.float32), 0, 1)
    return picture


def batch(samples, numbers=None):
    width = (max(p.shape[1] for p, _ in samples) + 63) // 64 * 64   # few shapes: each is compiled for
    x = np.zeros((len(samples), 1, HEIGHT, width), np.float32)
    for i, (p, _) in enumerate(samples):
        x[i, 0, :, :p.shape[1]] = shaken(p, numbers) if numbers is not None else p.astype(np.float32) / 255
    lengths = torch.tensor([(p.shape[1] + 3) // 4 for p, _ in samples])
    targets = torch.tensor([CLASS[c] for _, t in samples for c in t])
    return torch.from_numpy(x), lengths, targets, torch.tensor([len(t) for _, t in samples])


def batches(samples, size, seed):
    """Of about equal widths, so that little is padding."""
    shuffled = samples[:]
    random.Random(seed).shuffle(shuffled)
    groups = []
    for i in range(0, len(shuffled), size * 40):
        some = sorted(shuffled[i:i + size * 40], key=lambda s: s[0].shape[1])
        groups += [some[k:k + size] for k in range(0, len(some) - size + 1, size)]
    random.Random(seed + 1).shuffle(groups)
    return groups


def read(logits, length):
    best = logits[:length].argmax(1).tolist()
    return "".join(ALPHABET[c - 1] for c, before in zip(best, [0] + best) if c and c != before)


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
    net = LineNet().to(memory_format=torch.channels_last)
    if options.start: net.load_state_dict(torch.load(options.start))
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    loss_of = torch.nn.CTCLoss(zero_infinity=True)
    numbers = np.random.default_rng(3)
    shards = sorted(glob.glob(f"{options.folder}/[0-9]*.npz"))
    held_out = load(shards[0])[:2000]
    begin, steps, seen, epoch, averaged = time.time(), 0, 0, 0, None
    fraction = 0.0
    while fraction < 1:
        shards = sorted(glob.glob(f"{options.folder}/[0-9]*.npz"))[1:]   # more may have come
        order = shards[:]
        random.Random(epoch).shuffle(order)
        if epoch == 0: order.sort(reverse=True)
        epoch += 1
        for path in order:
            if ".part" in path: continue
            for group in batches(load(path), 32, steps):
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
                    print(f"{(time.time() - begin) / 60:.1f} min, {seen} lines, loss {averaged:.4f}, exact {exact(net, held_out[:600]):.4f}", flush=True)
                if steps % 500 == 0: torch.save(net.state_dict(), options.out + ".pt")
            if fraction >= 1: break
    torch.save(net.state_dict(), options.out + ".pt")
    net.eval()
    print(f"held out: exact {exact(net, held_out):.4f}")
    save(net, options.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    make_lines = commands.add_parser("lines")
    make_lines.add_argument("folder")
    make_lines.add_argument("--shards", default="0..40")
    make_lines.set_defaults(run=write_lines)
    training = commands.add_parser("fit")
    training.add_argument("folder")
    training.add_argument("--minutes", type=float, default=60)
    training.add_argument("--rate", type=float, default=3e-3)
    training.add_argument("--threads", type=int, default=1)
    training.add_argument("--from", dest="start")
    training.add_argument("-o", "--out", required=True)
    training.set_defaults(run=fit)
    options = parser.parse_args()
    options.run(options)


main()
