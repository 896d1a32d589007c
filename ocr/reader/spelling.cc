#include "ocr/reader/spelling.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "base/letters.h"
#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kShortest = 4;  // letters: nearly all that is shorter is a word of some kind

// What print makes alike, and a worn letter another; each way round.
constexpr std::pair<std::string_view, std::string_view> kAlike[] = {
    {"m", "rn"}, {"n", "ri"}, {"d", "cl"}, {"w", "vv"}, {"l", "i"},  {"y", "v"}, {"g", "q"},
    {"f", "t"},  {"c", "e"},  {"h", "b"},  {"j", "i"},  {"u", "ii"}, {"g", "a"}, {"e", "o"},
};
constexpr std::string_view kThin = "il";  // letters that wear away without a trace

// How many bytes the letter takes that begins there; 0 if none does.
size_t letter_at(const std::string& text, size_t at) {
  if (std::isalpha(static_cast<unsigned char>(text[at])) != 0) return 1;
  constexpr size_t kTwo = 2;  // of UTF-8, as all letters of base/letters.h have
  const auto codes = code_points(text.substr(at, kTwo));
  return !codes.empty() && codes.front() >= 0x80 && letter_of(codes.front()).base != 0 ? kTwo : 0;
}

bool is_listed(const std::string& word, const IsWord& is_word) {
  const std::string small = to_lower_latin(word);
  const size_t first = letter_at(small, 0);
  const std::string name = to_upper_latin(small.substr(0, first)) + small.substr(first);
  return is_word(word) || is_word(small) || is_word(name);
}

std::optional<std::string> listed_twin(const std::string& word, const IsWord& is_word) {
  for (const auto& [one, other] : kAlike)
    for (const auto& [from, to] : {std::pair(one, other), std::pair(other, one)})
      for (size_t at = word.find(from); at != std::string::npos; at = word.find(from, at + 1)) {
        const std::string twin = word.substr(0, at) + std::string(to) + word.substr(at + from.size());
        if (is_listed(twin, is_word)) return twin;
      }
  for (size_t at = 1; at < word.size(); ++at)
    for (const char thin : kThin) {
      const std::string twin = word.substr(0, at) + thin + word.substr(at);
      if (is_listed(twin, is_word)) return twin;
    }
  return std::nullopt;
}

// A dot and a stroke aslant: a pixel or two tell them apart.
bool are_nearly_alike(uint32_t a, uint32_t b) {
  constexpr uint32_t kPairs[][2] = {{'i', 0xed}, {'i', 0xec}, {0x17a, 0x17c}};  // i í, i ì, ź ż
  return std::any_of(std::begin(kPairs), std::end(kPairs), [&](const auto& pair) {
    return (a == pair[0] && b == pair[1]) || (a == pair[1] && b == pair[0]);
  });
}

// The word with another mark on one of its letters, or without; if it is one itself only with a mark that
// looks much the same.
std::optional<std::string> twin_in_marks(const std::string& word, const IsWord& is_word,
                                         std::string_view letters) {
  const bool is_one = is_listed(word, is_word);
  const std::vector<uint32_t> codes = code_points(word), own = code_points(to_lower_latin(letters));
  for (size_t at = 0; at < codes.size(); ++at) {
    const uint32_t small = code_points(to_lower_latin(to_utf8({codes[at]}))).front();
    const char base = letter_of(small).base;
    for (size_t i = 0; i <= own.size(); ++i) {
      const uint32_t other = i < own.size() ? own[i] : static_cast<uint32_t>(base);
      if (other == small || letter_of(other).base != base || (is_one && !are_nearly_alike(small, other)))
        continue;
      std::vector<uint32_t> twin = codes;
      twin[at] = other;
      const std::string text = to_utf8(twin);
      if (is_listed(text, is_word)) return text;
    }
  }
  return std::nullopt;
}

struct WordAt {
  size_t from = 0, to = 0;
};

// Runs of letters. What other letters than those of base/letters.h are part of is left out.
std::vector<WordAt> long_words_of(const std::string& text) {
  std::vector<WordAt> words;
  for (size_t from = 0; from < text.size();) {
    size_t to = from;
    while (to < text.size() && letter_at(text, to) > 0) to += letter_at(text, to);
    const bool whole = to == text.size() || (static_cast<unsigned char>(text[to]) & 0x80U) == 0;
    if (whole && to - from >= kShortest) words.push_back({from, to});
    from = std::max(to, from + 1);
  }
  return words;
}

}  // namespace

std::optional<std::string> respelled(const std::string& text, const IsWord& is_word,
                                     std::string_view letters) {
  if (text.find('@') != std::string::npos) return std::nullopt;
  for (const auto [from, to] : long_words_of(text)) {
    const std::string word = text.substr(from, to - from);
    auto twin = letters.empty() ? std::nullopt : twin_in_marks(word, is_word, letters);
    if (!twin && is_listed(word, is_word)) continue;
    if (!twin) twin = listed_twin(word, is_word);
    if (twin) return text.substr(0, from) + *twin + text.substr(to);
  }
  return std::nullopt;
}

}  // namespace mailroom::ocr::reader
