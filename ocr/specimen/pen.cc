#include "ocr/specimen/pen.h"

#include <algorithm>

namespace mailroom::ocr::specimen {
namespace {

// A point of the box, in shares of its sides, where a hand more or less hits it.
Point in_box(const Zone& box, double x, double y, double slip, Random& random) {
  return {box.x0 + (x + random.normal(slip)) * box.width(),
          box.y0 + (y + random.normal(slip)) * box.height()};
}

}  // namespace

Face face_of(const Writer& writer, double size) {
  return {writer.family, writer.bold, size, writer.pen};
}

double fitted_size(const std::string& text, const Writer& writer, double wanted, double width,
                   InkLayer& ink) {
  const double natural = ink.width_of(text, face_of(writer, wanted));
  return natural <= width || natural <= 0 ? wanted : wanted * width / natural;
}

void write_line(const std::string& text, const Writer& writer, double size, Point at, Random& random,
                InkLayer& ink) {
  if (!writer.by_hand && !writer.typewriter) {
    ink.write(text, face_of(writer, size), at, writer.ink);
    return;
  }
  // Word by word, or type by type: each a little off the line, and darker or paler than the last.
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (writer.by_hand) end = std::min(text.find(' ', i + 1), text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    const double x = at.x + ink.width_of(text.substr(0, i), face_of(writer, size));
    const double off = writer.by_hand ? random.normal(0.045 * size) : random.normal(0.03 * size);
    const double turn = writer.by_hand ? random.normal(0.9) : 0;
    const double dark = std::clamp(writer.ink + random.normal(0.05), 0.5, 1.0);
    ink.write(text.substr(i, end - i), face_of(writer, size * (writer.by_hand ? 1 + random.normal(0.02) : 1)),
              {x, at.y + off}, dark, turn);
    i = end;
  }
}

void draw_mark(const Zone& box, const Writer& writer, Random& random, InkLayer& ink) {
  const double slip = writer.by_hand ? 0.07 : 0.015, pen = writer.by_hand ? random.uniform(0.7, 1.3) : 0.9;
  const double side = std::min(box.width(), box.height());
  // Nobody is faithful to one sort of mark.
  const MarkStyle style = random.chance(0.85) ? writer.mark : static_cast<MarkStyle>(random.below(4));
  switch (style) {
    case MarkStyle::cross: {
      const double in = writer.by_hand ? random.uniform(-0.1, 0.2) : 0.18;
      ink.stroke({in_box(box, in, in, slip, random), in_box(box, 1 - in, 1 - in, slip, random)}, pen,
                 writer.ink);
      ink.stroke({in_box(box, 1 - in, in, slip, random), in_box(box, in, 1 - in, slip, random)}, pen,
                 writer.ink);
      break;
    }
    case MarkStyle::tick: {
      const double up = writer.by_hand ? random.uniform(-0.35, 0.1) : 0.15;
      ink.stroke({in_box(box, 0.15, 0.5, slip, random), in_box(box, 0.4, 0.82, slip, random),
                  in_box(box, 0.85 - std::min(up, 0.0), up, slip, random)},
                 pen, writer.ink);
      break;
    }
    case MarkStyle::filled: {
      if (!writer.by_hand) {
        const double in = 0.2 * side;
        ink.fill_rectangle({box.x0 + in, box.y0 + in, box.x1 - in, box.y1 - in}, writer.ink);
        break;
      }
      std::vector<Point> zigzag;
      for (int i = 0; i <= 10; ++i)
        zigzag.push_back(in_box(box, i % 2 == 0 ? 0.15 : 0.85, 0.1 + 0.08 * i, 0.05, random));
      ink.stroke(zigzag, pen * 1.2, writer.ink);
      break;
    }
    case MarkStyle::dot:
      ink.disc(in_box(box, 0.5, 0.5, slip, random), side * random.uniform(0.22, 0.33), writer.ink);
      break;
  }
}

void scribble_out(const Zone& box, const Writer& writer, Random& random, InkLayer& ink) {
  std::vector<Point> zigzag;
  for (int i = 0; i <= 14; ++i)
    zigzag.push_back(in_box(box, i % 2 == 0 ? -0.3 : 1.3, -0.25 + 0.107 * i, 0.06, random));
  ink.stroke(zigzag, random.uniform(1, 1.5), writer.ink);
}

void strike(Alteration how, double x0, double x1, double baseline, double size, const Writer& writer,
            Random& random, InkLayer& ink) {
  const double pen = random.uniform(0.7, 1.2), top = baseline - 0.75 * size;
  const auto over = [&] { return random.uniform(0.5, 3); };
  switch (how) {
    case Alteration::slash:
    case Alteration::cross:
      ink.stroke({{x0 - over(), baseline + random.uniform(0, 0.2) * size}, {x1 + over(), top}}, pen,
                 writer.ink);
      if (how == Alteration::cross)
        ink.stroke({{x0 - over(), top}, {x1 + over(), baseline + random.uniform(0, 0.2) * size}}, pen,
                   writer.ink);
      return;
    case Alteration::scribble: {
      const double step = size * random.uniform(0.15, 0.35), high = size * random.uniform(0.5, 0.8);
      std::vector<Point> wave;
      for (double x = x0 - over(); x < x1 + step; x += step * random.uniform(0.7, 1.3)) {
        const bool up = wave.size() % 2 == 0;
        wave.push_back({x, baseline - 0.35 * size + (up ? -0.5 : 0.5) * high + random.normal(0.06 * size)});
      }
      ink.stroke(wave, pen, writer.ink);
      return;
    }
    default:
      break;
  }
  const int lines = how == Alteration::two_lines ? 2 : 1;
  for (int i = 0; i < lines; ++i) {
    const double y = baseline - size * (lines == 1 ? 0.3 : 0.22 + 0.2 * i);
    const double slant = random.normal(0.06 * size);
    ink.stroke(
        {{x0 - over(), y + slant}, {(x0 + x1) / 2, y + random.normal(0.03 * size)}, {x1 + over(), y - slant}},
        pen, writer.ink);
  }
}

void strike_mark(const Zone& box, bool twice, const Writer& writer, Random& random, InkLayer& ink) {
  const double pen = random.uniform(0.8, 1.3), side = std::max(box.width(), box.height());
  for (int i = 0; i < (twice ? 2 : 1); ++i) {
    const double y = box.y0 + box.height() * (twice ? 0.35 + 0.3 * i : random.uniform(0.4, 0.6));
    const double slant = random.normal(0.08 * box.height());
    ink.stroke({{box.x0 - side * random.uniform(0.35, 0.8), y + slant},
                {box.x1 + side * random.uniform(0.35, 0.8), y - slant}},
               pen, writer.ink);
  }
}

}  // namespace mailroom::ocr::specimen
