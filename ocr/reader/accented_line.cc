#include "ocr/reader/accented_line.h"

#include <algorithm>

#include "base/letters.h"
#include "base/text.h"
#include "ocr/language.h"
#include "ocr/reader/accent_marks.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kNetTexts = 3;  // of the net's, to which accents are given
constexpr double kUnread = 1e-5,
                 kOnce = 0.3;    // weight of a text that no look read, and of one that not all did
constexpr double kMisfit = 0.1;  // of one that wants other marks than the ink has

// The net's classes that a character may be. What it takes an accented letter for is anybody's guess ("ñ": n,
// f, fi): Tesseract's word is taken there.
class Classes {
 public:
  explicit Classes(const std::vector<std::string>& characters) : characters_(characters) {}

  // Empty if the text cannot be a line's.
  std::vector<WantedCharacter> of(const std::string& text) const {
    std::vector<WantedCharacter> wanted;
    for (const uint32_t c : code_points(text)) {
      if (c >= 0x80) {
        wanted.push_back({{}, false});
        wanted.push_back({{}, true});
        continue;
      }
      wanted.push_back(
          {c == 'l' || c == 'I' ? named("lI") : named(std::string(1, static_cast<char>(c))), false});
      if (wanted.back().classes.empty()) return {};
    }
    return wanted;
  }

 private:
  std::vector<uint8_t> named(const std::string& names) const {
    std::vector<uint8_t> classes;
    for (size_t i = 0; i < characters_.size(); ++i)
      if (names.find(characters_[i]) != std::string::npos) classes.push_back(static_cast<uint8_t>(i + 1));
    return classes;
  }

  const std::vector<std::string>& characters_;
};

// What the net writes for letters that are no other letter with a mark: ß, ł, Ł, ø, Ø.
std::string_view taken_for(uint32_t c) {
  switch (c) {
    case 0xdf:
      return "BsSfR368&b$";
    case 0x142:
      return "ltIf1";
    case 0x141:
      return "LtEfI";
    case 0xf8:
    case 0xd8:
      return "oO0e";
    default:
      return {};
  }
}

bool is_alike(uint32_t bare, uint32_t accented) {
  if (bare == accented) return true;
  const Letter letter = letter_of(accented);
  if (letter.accent == Accent::shape) {
    const std::string_view others = taken_for(accented);
    return bare < 0x80 && others.find(static_cast<char>(bare)) != std::string_view::npos;
  }
  return letter.base != 0 && static_cast<uint32_t>(letter.base) == bare;
}

}  // namespace

bool has_accents(std::string_view language) {
  const std::vector<std::string> packs = packs_of(language);
  return std::any_of(packs.begin(), packs.end(), [](const std::string& pack) { return pack != kEnglish; });
}

std::string with_accents_of(const std::string& bare_text, const std::string& accented_text) {
  // The cheapest way from one to the other (Wagner and Fischer 1974): what lies on it side by side is one
  // letter.
  const std::vector<uint32_t> bare = code_points(bare_text), accented = code_points(accented_text);
  const size_t rows = bare.size() + 1, columns = accented.size() + 1;
  std::vector<int> cost(rows * columns);
  const auto at = [&](size_t i, size_t j) -> int& { return cost[i * columns + j]; };
  for (size_t i = 0; i < rows; ++i)
    for (size_t j = 0; j < columns; ++j) {
      if (i == 0 || j == 0) {
        at(i, j) = static_cast<int>(2 * (i + j));
        continue;
      }
      const int change = is_alike(bare[i - 1], accented[j - 1]) ? 0 : 3;
      at(i, j) = std::min({at(i - 1, j - 1) + change, at(i - 1, j) + 2, at(i, j - 1) + 2});
    }
  std::vector<uint32_t> reversed;
  for (size_t i = bare.size(), j = accented.size(); i > 0;) {
    const bool is_pair =
        j > 0 && at(i, j) == at(i - 1, j - 1) + (is_alike(bare[i - 1], accented[j - 1]) ? 0 : 3);
    if (is_pair) {
      reversed.push_back(is_alike(bare[i - 1], accented[j - 1]) ? accented[j - 1] : bare[i - 1]);
      --i, --j;
    } else if (j > 0 && at(i, j) == at(i, j - 1) + 2) {
      --j;
    } else {
      reversed.push_back(bare[i - 1]);
      --i;
    }
  }
  std::reverse(reversed.begin(), reversed.end());
  return to_utf8(reversed);
}

AccentedTexts with_accents(const LineSteps& steps, const std::vector<std::string>& characters,
                           const std::vector<Component>& pieces, const std::vector<LineText>& net,
                           const std::vector<std::string>& looks, std::string_view letters) {
  std::vector<std::string> candidates;
  const auto add = [&](std::string text) {
    if (!text.empty() && std::ranges::find(candidates, text) == candidates.end())
      candidates.push_back(std::move(text));
  };
  for (const std::string& look : looks) add(look);
  for (const std::string& look : looks) add(with_marks_of_ink(pieces, look, letters));
  for (size_t i = 0; i < std::min(net.size(), kNetTexts); ++i) {
    add(net[i].text);
    for (const std::string& look : looks) add(with_accents_of(net[i].text, look));
  }
  const Classes classes(characters);
  AccentedTexts result;
  for (std::string& text : candidates) {
    const auto wanted = classes.of(text);
    const double carried = wanted.empty() ? 0 : likelihood(steps, wanted);
    const auto read = std::ranges::count(looks, text);
    const bool is_proven = read == 0 && std::ranges::any_of(looks, [&](const std::string& look) {
                             return with_marks_of_ink(pieces, look, letters) == text;
                           });
    const double weight = read == std::ssize(looks) ? 1 : read > 0 || is_proven ? kOnce : kUnread;
    const double fit = marks_fit(pieces, text) ? 1 : kMisfit;
    result.texts.push_back({std::move(text), carried * weight * fit});
  }
  std::stable_sort(result.texts.begin(), result.texts.end(),
                   [](const LineText& a, const LineText& b) { return a.probability > b.probability; });
  result.agree = !result.texts.empty() && !looks.empty() &&
                 std::ranges::count(looks, result.texts.front().text) == std::ssize(looks);
  return result;
}

}  // namespace mailroom::ocr::reader
