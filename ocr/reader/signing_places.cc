#include "ocr/reader/signing_places.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ocr/reader/template_page.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kHigh = 26;    // points above and below the label that a signature takes up
constexpr double kLong = 190;   // points to its right
constexpr double kOneLine = 5;  // points by which labels of one line may differ in height

// Letters alone, small.
std::string bare(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Area around(const Zone& label, double length) {
  const auto px = [](double points) { return static_cast<int>(std::lround(points * kPixelsPerPoint)); };
  return {px(label.x0 - kHigh), px(label.y0 - kHigh), px(label.x1 + length), px(label.y1 + kHigh)};
}

}  // namespace

std::vector<Area> signing_places(const Form& form, int form_page) {
  constexpr double kDate = 60;  // points that a date is long
  std::vector<Area> places;
  const auto page = static_cast<size_t>(form_page - 1);
  if (page >= form.pages.size()) return places;
  const std::vector<BlankWord> words = form.pages[page].words.list();
  std::vector<const BlankWord*> labels;
  for (const BlankWord& word : words) {
    const std::string text = bare(word.text);
    if (text == "signature" || text == "signed" || text == "signatures") labels.push_back(&word);
  }
  for (const BlankWord* label : labels) {
    places.push_back(around(label->zone, kLong));
    for (const BlankWord& word : words)
      if (bare(word.text) == "date" && std::abs(word.zone.y1 - label->zone.y1) < kOneLine &&
          word.zone.x0 > label->zone.x1)
        places.push_back(around(word.zone, kDate));
  }
  return places;
}

}  // namespace mailroom::ocr::reader
