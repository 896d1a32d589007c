"""What happens to a page between the printer and us: scanner, fax-like bilevel, phone camera."""

import io
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageFilter
from pikepdf import Array, Dictionary, Name


def seeded(name):
    return np.random.default_rng(zlib.crc32(name.encode()))


def render(pdf, dpi, colour=False):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.pdf")
        source.write_bytes(pdf)
        how = [] if colour else ["-gray"]
        subprocess.run(["pdftoppm", "-r", str(dpi), *how, str(source), f"{folder}/page"], check=True)
        return [Image.open(p).copy() for p in sorted(Path(folder).glob("page*.p?m"))]


def lay_on_glass(image, rng, dpi):
    """A sheet is never quite straight, quite in its place or quite of its size."""
    angle, scale = rng.uniform(-0.7, 0.7), 1 + rng.uniform(-0.005, 0.005)
    dx, dy = rng.uniform(-0.02, 0.02, 2) * dpi
    a, b = np.cos(np.radians(angle)) / scale, np.sin(np.radians(angle)) / scale
    cx, cy = image.width / 2, image.height / 2
    return image.transform(image.size, Image.AFFINE,
                           (a, b, cx - a * (cx + dx) - b * (cy + dy), -b, a, cy + b * (cx + dx) - a * (cy + dy)),
                           Image.BICUBIC, fillcolor=255)


def grain(image, rng, sigma):
    pixels = np.asarray(image, dtype=np.float32)
    return Image.fromarray(np.clip(pixels + rng.normal(0, sigma, pixels.shape), 0, 255).astype(np.uint8))


def scan(pdf, name, dpi, upside_down=()):
    """Grey pages as a scanner sees them; upside_down holds page numbers."""
    rng, pages = seeded(name), []
    for number, page in enumerate(render(pdf, dpi), 1):
        page = lay_on_glass(page, rng, dpi).filter(ImageFilter.GaussianBlur(0.45))
        pages.append(page.rotate(180) if number in upside_down else page)
    return pages


def g4_tiff(pages, name, dpi=200):
    rng, out = seeded(name + "/g4"), []
    for page in pages:
        grey = np.asarray(grain(page, rng, 9))
        black = grey < 150
        for y, x in zip(rng.integers(0, grey.shape[0] - 2, 40), rng.integers(0, grey.shape[1] - 2, 40)):
            black[y:y + rng.integers(1, 3), x:x + rng.integers(1, 3)] = True
        out.append(Image.fromarray(~black))
    data = io.BytesIO()
    out[0].save(data, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=out[1:])
    return data.getvalue()


def jpeg(page, quality, dpi=300):
    data = io.BytesIO()
    page.save(data, "JPEG", quality=quality, dpi=(dpi, dpi))
    return data.getvalue()


def jpeg_pdf(pages, name, dpi=300, quality=42):
    rng = seeded(name + "/jpeg")
    pdf = pikepdf.new()
    for page in pages:
        width, height = (round(side * 72 / dpi, 2) for side in page.size)
        image = pdf.make_stream(jpeg(grain(page, rng, 2.0), quality, dpi))
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height, image.BitsPerComponent = page.width, page.height, 8
        image.ColorSpace = Name.DeviceGray
        content = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode())
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(Dictionary(
            Type=Name.Page, MediaBox=Array([0, 0, width, height]), Contents=content,
            Resources=Dictionary(XObject=Dictionary(Im=image))))))
    data = io.BytesIO()
    pdf.save(data, static_id=True)
    return data.getvalue()


def homography(source, target):
    """Coefficients that PIL wants: from a place in the photo to one on the page."""
    rows, right = [], []
    for (x, y), (u, v) in zip(target, source):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.linalg.solve(np.array(rows, float), np.array(right, float))


def photo(pdf, name, size=(2300, 3100)):
    """A sheet on a kitchen table: perspective, a shadow from one side, warm light."""
    rng = seeded(name)
    page = render(pdf, 250, colour=True)[0].convert("RGB")
    w, h = size
    corners = [(150 + rng.uniform(-40, 40), 150 + rng.uniform(-40, 40)), (w - 170 + rng.uniform(-40, 40), 190 + rng.uniform(-40, 40)),
               (w - 110 + rng.uniform(-40, 40), h - 160 + rng.uniform(-40, 40)), (110 + rng.uniform(-40, 40), h - 130 + rng.uniform(-40, 40))]
    sheet = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    lens = homography(sheet, corners)
    mask = Image.new("L", page.size, 255).transform(size, Image.PERSPECTIVE, lens, Image.BILINEAR)
    flat = page.transform(size, Image.PERSPECTIVE, lens, Image.BICUBIC)
    across, down = np.meshgrid(np.linspace(0, 1, w), np.linspace(0, 1, h))
    grainy = np.sin(across * 90 + np.sin(down * 7) * 2) * 5
    table = np.stack([118 + grainy, 84 + grainy, 58 + grainy], axis=2)
    cover = np.asarray(mask, dtype=np.float32)[..., None] / 255
    scene = np.asarray(flat, dtype=np.float32) * cover + table * (1 - cover)
    light = 0.98 - 0.34 * across * down - 0.10 * (1 - down)
    scene *= light[..., None] * np.array([1.0, 0.975, 0.91])
    scene += rng.normal(0, 3.0, scene.shape[:2])[..., None]
    image = Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    return jpeg(image, 68, 72)
