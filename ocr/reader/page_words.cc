#include "ocr/reader/page_words.h"

#include <algorithm>
#include <cctype>

namespace mailroom::ocr::reader {
namespace {

constexpr double kFlattest = 2;     // points: of letters
constexpr double kSamePlace = 0.6;  // of a word's area
// Of the median height of a word's letters: none is higher by itself, for an l beside small letters is not.
constexpr double kHighest = 1.8;
constexpr size_t kLeastLetters = 3;  // fewer do not tell which of them is the odd one

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

Zone without_specks(Zone word, const std::vector<Zone>& letters) {
  if (letters.size() < kLeastLetters) return word;
  std::vector<double> heights;
  for (const Zone& letter : letters) heights.push_back(letter.height());
  const auto half = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::ranges::nth_element(heights, half);
  Zone own{word.x0, word.y1, word.x1, word.y0};
  for (const Zone& letter : letters) {
    if (letter.height() > kHighest * *half) continue;
    own.y0 = std::min(own.y0, letter.y0);
    own.y1 = std::max(own.y1, letter.y1);
  }
  return own;
}

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
