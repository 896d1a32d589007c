#include "ocr/reader/page_words.h"

#include <algorithm>
#include <cctype>

namespace mailroom::ocr::reader {
namespace {

constexpr double kFlattest = 2;     // points: of letters
constexpr double kSamePlace = 0.6;  // of a word's area

bool is_flat(const Word& word) {
  return word.zone.height() < kFlattest &&
         std::ranges::any_of(word.text, [](unsigned char c) { return std::isalnum(c) != 0; });
}

bool is_within(const Zone& a, const Zone& b) {
  const double width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const double height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  return width > 0 && height > 0 && width * height > kSamePlace * a.width() * a.height();
}

}  // namespace

std::vector<Word> without_dirt(std::vector<Word> words) {
  std::erase_if(words, is_flat);
  std::vector<Word> once;
  for (size_t i = 0; i < words.size(); ++i) {
    const auto is_better = [&](const Word& other) {
      const auto at = static_cast<size_t>(&other - words.data());
      const bool is_surer =
          other.confidence > words[i].confidence || (other.confidence == words[i].confidence && at < i);
      return at != i && is_surer && is_within(words[i].zone, other.zone);
    };
    if (std::ranges::none_of(words, is_better)) once.push_back(words[i]);
  }
  return once;
}

}  // namespace mailroom::ocr::reader
