#include "ocr/reader/figure_shapes.h"

#include <algorithm>
#include <cctype>

namespace mailroom::ocr::reader {
namespace {

struct Hole {
  double middle = 0, height = 0;  // of the figure's height
};

// White areas that ink closes in, from about three pixels on.
std::vector<Hole> holes_of(const Bits& ink, const Component& letter) {
  const int width = letter.width() + 2, height = letter.height() + 2;
  Bits white(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const bool border = x == 0 || y == 0 || x == width - 1 || y == height - 1;
      if (border || !ink.get(letter.x0 + x - 1, letter.y0 + y - 1)) white.set(x, y);
    }
  std::vector<Hole> holes;
  std::vector<std::pair<int, int>> open;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      if (!white.get(x, y)) continue;
      const bool outside = x == 0 && y == 0;
      int top = y, bottom = y, area = 0;
      white.unset(x, y);
      open.assign(1, {x, y});
      while (!open.empty()) {
        const auto [px, py] = open.back();
        open.pop_back();
        ++area;
        top = std::min(top, py), bottom = std::max(bottom, py);
        for (const auto& [qx, qy] : {std::pair{px + 1, py}, {px - 1, py}, {px, py + 1}, {px, py - 1}})
          if (white.get(qx, qy)) {
            white.unset(qx, qy);
            open.emplace_back(qx, qy);
          }
      }
      if (outside || area < 3) continue;
      const double h = letter.height();
      holes.push_back({((top + bottom) / 2.0 - 0.5) / h, (bottom - top + 1) / h});
    }
  return holes;
}

bool fits(char figure, const std::vector<Hole>& holes) {
  const size_t n = holes.size();
  switch (figure) {
    case '0':
      return n == 0
                 ? false
                 : std::any_of(holes.begin(), holes.end(), [](const Hole& h) { return h.height > 0.45; }) ||
                       n == 2;
    case '4':
      return n == 0 || (n == 1 && holes[0].height < 0.6 && holes[0].middle < 0.66);
    case '6':
      return n == 1 && holes[0].middle > 0.52 && holes[0].height < 0.58;
    case '8':
      return n == 2 || (n == 1 && holes[0].height < 0.45);
    case '9':
      return n == 1 && holes[0].middle < 0.48 && holes[0].height < 0.58;
    default:
      return n == 0;
  }
}

// Whether the upper half has ink on its right: a worn 9 has, a 5 has not.
bool inked_upper_right(const Bits& ink, const Component& letter) {
  int rows = 0, inked = 0;
  const int right = letter.x1 - std::max(2, letter.width() / 3);
  for (int y = letter.y0 + letter.height() / 5 + 1; y < letter.y0 + letter.height() * 2 / 5; ++y, ++rows)
    inked += ink.count(right, y, letter.x1, y + 1) > 0;
  return rows == 0 || inked * 3 > rows;
}

// The one figure that this shape is if a recogniser took it for `read`; 0 if it may be several.
char instead(char read, const std::vector<Hole>& holes, const Bits& ink, const Component& letter) {
  if ((read == '9' || read == '6') && holes.size() == 1 && holes[0].height > 0.6) return '0';
  if (read == '9' && holes.empty() && !inked_upper_right(ink, letter)) return '5';
  return 0;
}

}  // namespace

Shaped by_shape(std::string_view text, const Bits& ink, const std::vector<Component>& letters) {
  Shaped shaped{std::string(text), 0, 0};
  size_t next = 0;
  for (char& c : shaped.text) {
    if (c == ' ' || c == '.' || c == ',' || c == '-') continue;
    if (next >= letters.size()) break;
    const Component& letter = letters[next++];
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) continue;
    const std::vector<Hole> holes = holes_of(ink, letter);
    ++shaped.checked;
    if (fits(c, holes)) continue;
    ++shaped.contradictions;
    if (const char other = instead(c, holes, ink, letter)) c = other;
  }
  return shaped;
}

}  // namespace mailroom::ocr::reader
