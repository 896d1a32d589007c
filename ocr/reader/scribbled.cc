#include "ocr/reader/scribbled.h"

#include <algorithm>

namespace mailroom::ocr::reader {
namespace {

constexpr int kLeastHeight = 8;  // pixels; what is lower is a point or a dash
constexpr double kWide = 3;      // letter heights: two letters run together are narrower
constexpr double kLetterHigh = 0.6, kLetterWide = 0.5;  // letter heights that a letter has at least
constexpr double kDark = 0.8;  // of the page's letters are no darker than its dark ones
constexpr size_t kFewestEntries = 6, kFewestLetters = 6;  // that say anything of the page

// The value that this share of them does not exceed; they are put in another order.
double quantile(std::vector<double>& values, double share) {
  const auto at = values.begin() + static_cast<ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// The median of the entries' medians, since a scribble is one piece and a long value many. 0 where too few
// are written.
double letter_height(const std::vector<std::vector<Component>>& page) {
  std::vector<double> medians;
  for (const auto& entry : page) {
    std::vector<double> heights;
    for (const Component& c : entry)
      if (c.height() >= kLeastHeight) heights.push_back(c.height());
    if (!heights.empty()) medians.push_back(quantile(heights, 0.5));
  }
  return medians.size() < kFewestEntries ? 0 : quantile(medians, 0.5);
}

// Pixels a column.
double ink_along(const Component& piece) {
  return static_cast<double>(piece.ink) / piece.width();
}

// How much ink the dark letters of the page's other entries have. 0 where too few are written.
double dark_letters(const std::vector<std::vector<Component>>& page, size_t entry, double height) {
  std::vector<double> letters;
  for (size_t i = 0; i < page.size(); ++i) {
    if (i == entry) continue;
    for (const Component& c : page[i])
      if (c.height() >= kLetterHigh * height && c.width() >= kLetterWide * height)
        letters.push_back(ink_along(c));
  }
  return letters.size() < kFewestLetters ? 0 : quantile(letters, kDark);
}

}  // namespace

std::vector<ScribbledEntry> scribbled(const std::vector<std::vector<Component>>& page) {
  std::vector<ScribbledEntry> told(page.size());
  const double height = letter_height(page);
  if (height == 0) return told;
  for (size_t i = 0; i < page.size(); ++i)
    for (const Component& c : page[i]) {
      if (c.width() < kWide * height) continue;
      const double dark = dark_letters(page, i, height);
      if (dark == 0) continue;
      told[i].darkness = std::max(told[i].darkness, ink_along(c) / dark);
      if (ink_along(c) > kDarkerThanLetters * dark) told[i].pieces.push_back(c.label);
    }
  return told;
}

}  // namespace mailroom::ocr::reader
