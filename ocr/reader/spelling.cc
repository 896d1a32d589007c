#include "ocr/reader/spelling.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

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

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_listed(const std::string& word, const IsWord& is_word) {
  const std::string small = to_lower_ascii(word);
  std::string name = small;
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
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

struct WordAt {
  size_t from = 0, to = 0;
};

// Runs of letters. Letters beyond ASCII are another alphabet's business: such words are left out.
std::vector<WordAt> long_words_of(const std::string& text) {
  std::vector<WordAt> words;
  for (size_t from = 0; from < text.size();) {
    size_t to = from;
    while (to < text.size() && is_letter(text[to])) ++to;
    const bool whole = to == text.size() || (static_cast<unsigned char>(text[to]) & 0x80U) == 0;
    if (whole && to - from >= kShortest) words.push_back({from, to});
    from = std::max(to, from + 1);
  }
  return words;
}

}  // namespace

std::optional<std::string> respelled(const std::string& text, const IsWord& is_word) {
  if (text.find('@') != std::string::npos) return std::nullopt;
  for (const auto [from, to] : long_words_of(text)) {
    const std::string word = text.substr(from, to - from);
    if (is_listed(word, is_word)) continue;
    if (const auto twin = listed_twin(word, is_word)) return text.substr(0, from) + *twin + text.substr(to);
  }
  return std::nullopt;
}

}  // namespace mailroom::ocr::reader
