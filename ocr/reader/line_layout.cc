#include "ocr/reader/line_layout.h"

#include <algorithm>

namespace mailroom::ocr::reader {
namespace {

constexpr int kLetter = 9;    // pixels: less is a dot, a comma or a dash
constexpr int kWordGap = 60;  // pixels beyond which a lone speck is no punctuation

bool is_writing(const Component& c) {
  return c.height() >= kLetter || c.width() >= kLetter;
}

}  // namespace

std::vector<std::vector<Component>> lines_of(const FieldInk& ink) {
  std::vector<Component> big, small;
  for (const Component& c : ink.pieces) (c.height() >= kLetter ? big : small).push_back(c);
  std::sort(big.begin(), big.end(), [](const Component& a, const Component& b) { return a.cy() < b.cy(); });
  struct Line {
    int y0, y1;
    std::vector<Component> pieces;
  };
  std::vector<Line> lines;
  for (const Component& c : big) {
    // The same line if it shares at least a third of the lower one's height.
    Line* home = nullptr;
    for (Line& line : lines) {
      const int shared = std::min(line.y1, c.y1) - std::max(line.y0, c.y0);
      if (shared * 3 >= std::min(line.y1 - line.y0, c.height())) home = &line;
    }
    if (home == nullptr) home = &lines.emplace_back(Line{c.y0, c.y1, {}});
    home->y0 = std::min(home->y0, c.y0), home->y1 = std::max(home->y1, c.y1);
    home->pieces.push_back(c);
  }
  if (lines.empty()) {
    // A lone dash or figure of dots may be all that is there.
    std::vector<Component> rest;
    for (const Component& c : small)
      if (is_writing(c)) rest.push_back(c);
    if (rest.empty()) return {};
    lines.push_back({rest.front().y0 - kLetter, rest.front().y1 + kLetter, std::move(rest)});
    small.clear();
  }
  for (const Component& c : small) {
    Line* nearest = nullptr;
    int least = 1 << 20;
    for (Line& line : lines) {
      const int distance = std::max({0, line.y0 - c.y1, c.y0 - line.y1});
      if (distance < least) least = distance, nearest = &line;
    }
    if (nearest == nullptr || least > kLetter) continue;
    int gap = 1 << 20;
    for (const Component& other : nearest->pieces)
      gap = std::min(gap, std::max({0, other.x0 - c.x1, c.x0 - other.x1}));
    if (gap <= kWordGap / 4 || (is_writing(c) && gap <= kWordGap)) nearest->pieces.push_back(c);
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.y0 < b.y0; });
  std::vector<std::vector<Component>> result;
  for (Line& line : lines) {
    std::sort(line.pieces.begin(), line.pieces.end(),
              [](const Component& a, const Component& b) { return a.x0 < b.x0; });
    result.push_back(std::move(line.pieces));
  }
  return result;
}

}  // namespace mailroom::ocr::reader
