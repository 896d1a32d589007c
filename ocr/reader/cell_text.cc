#include "ocr/reader/cell_text.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

bool is_letter_or_figure(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool says_something(std::string_view word) {
  return word.find_first_of("()") != std::string_view::npos || std::ranges::any_of(word, is_letter_or_figure);
}

}  // namespace

std::string without_marks(std::string_view text) {
  std::vector<std::string_view> words = split(text, ' ');
  const auto first = std::ranges::find_if(words, says_something);
  const auto last = std::find_if(words.rbegin(), words.rend(), says_something).base();
  std::string kept;
  for (auto word = first; first != words.end() && word != last; ++word)
    kept += (kept.empty() ? "" : " ") + std::string(*word);
  return kept;
}

bool may_end_in_a_speck(std::string_view text) {
  return !text.empty() && text.back() != ')' && !is_letter_or_figure(text.back());
}

}  // namespace mailroom::ocr::reader
