"""Altered entries that no specimen has: lines through some of the letters, at any height; letters of other typefaces over letters."""
import random

import numpy as np


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
    elif how < 0.88:
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


def letters(ink):
    """[(first column, end)] of what stands apart along a line and may be one letter."""
    inked = np.concatenate([[0], (ink > 100).any(0).astype(np.int8), [0]])
    begins, ends = np.flatnonzero(np.diff(inked) > 0), np.flatnonzero(np.diff(inked) < 0)
    return [(b, e) for b, e in zip(begins, ends) if 5 <= e - b <= 22 and np.ptp(np.flatnonzero((ink[:, b:e] > 100).any(1))) > 11]


def written_over(ink, other, r):
    """A letter of another line over one of this line's; None where that changes little."""
    here, there = letters(ink), letters(other)
    if not here or not there: return None
    (x0, x1), (b, e) = r.choice(here), r.choice(there)
    letter = other[:, b:e]
    if r.random() < 0.7: letter = grown(letter)
    at = max(0, min(ink.shape[1] - (e - b), round((x0 + x1 - (e - b)) / 2 + r.gauss(0, 1))))
    base = ink[:, at:at + e - b]
    if base.shape[1] < e - b: return None
    letter = np.roll(letter, r.choice([-1, 0, 0, 1]), 0)
    if ((letter > 128) & (base < 64)).sum() < 30: return None
    ink = ink.copy()
    ink[:, at:at + e - b] = np.maximum(base, letter)
    return ink


def alone(ink, under, r):
    """One of its letters, as in a field for a single figure."""
    x0, x1 = r.choice(letters(ink) or [(0, ink.shape[1])])
    x0, x1 = max(0, x0 - 4), min(ink.shape[1], x1 + 4)
    return ink[:, x0:x1], None if under is None else under[:, x0:x1]


def made_up(plain, count):
    """Of plain lines, (page, ink, print): altered ones, and underlined or bold ones that are not."""
    r, found = random.Random(5), []
    for page, ink, under in r.sample(plain, min(count, len(plain))):
        if r.random() < 0.15: ink, under = alone(ink, under, r)
        columns = np.flatnonzero((ink > 100).any(0))
        if len(columns) < 5: continue
        x0, x1, how = columns[0], columns[-1], r.random()
        if how < 0.35 and len(columns) >= 10:
            found.append((1, page, [(struck(ink, x0, x1, r), under)]))
        elif how < 0.75:
            over = written_over(ink, r.choice(plain)[1], r)
            if over is not None: found.append((1, page, [(over, under)]))
        elif how < 0.88:
            y, slant = r.uniform(28.5, 31), r.gauss(0, 0.5)
            found.append((0, page, [(stroke(ink, x0 - 3, y + slant, x1 + 3, y - slant, r.uniform(1.1, 2.5), 255), under)]))
        else:
            found.append((0, page, [(grown(ink), under)]))
    return found
