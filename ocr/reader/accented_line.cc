#include "ocr/reader/accented_line.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "base/letters.h"
#include "base/text.h"
#include "ocr/language.h"
#include "ocr/reader/accent_marks.h"

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kNetTexts = 3;  // of the net's, to which accents are given
constexpr double
    kUnread = 1e-5,
    kOnce = 0.3;  // weight of letters that no look read, and of those and their marks that not all did
constexpr double kByNet = 0.03;  // of marks that no look read, where a net tells marks
constexpr double kMisfit = 0.1;  // of one that wants other marks than the ink has

// A net's classes that a character may be. What it takes a letter for that it has not learnt is anybody's
// guess ("ñ": n, f, fi): any will do.
class Classes {
 public:
  explicit Classes(const std::vector<std::string>& characters) : characters_(characters) {}

  // Empty if the text cannot be a line's.
  std::vector<WantedCharacter> of(const std::string& text) const {
    std::vector<WantedCharacter> wanted;
    for (const uint32_t c : code_points(text)) {
      wanted.push_back({c == 'l' || c == 'I' ? named({"l", "I"}) : named({to_utf8({c})}), false});
      if (!wanted.back().classes.empty()) continue;
      if (c < 0x80) return {};
      wanted.push_back({{}, true});
    }
    return wanted;
  }

 private:
  std::vector<uint8_t> named(const std::vector<std::string>& names) const {
    std::vector<uint8_t> classes;
    for (size_t i = 0; i < characters_.size(); ++i)
      if (std::ranges::find(names, characters_[i]) != names.end())
        classes.push_back(static_cast<uint8_t>(i + 1));
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

double carried_by(const LineSteps& steps, const std::vector<std::string>& characters,
                  const std::string& text) {
  const auto wanted = Classes(characters).of(text);
  return wanted.empty() ? 0 : likelihood(steps, wanted);
}

uint32_t without_mark(uint32_t c) {
  const char base = letter_of(c).base;
  return base != 0 ? static_cast<uint32_t>(base) : c;
}

// Letter by letter: "Weiß" is "Weis".
std::string without_marks(const std::string& text) {
  std::vector<uint32_t> plain = code_points(text);
  for (uint32_t& c : plain) c = without_mark(c);
  return to_utf8(plain);
}

// `text` with the marks on its letters that the net takes for likeliest, one letter after the other.
std::string marked(const AccentReading& marks, const std::string& text, std::string_view letters) {
  std::vector<uint32_t> others = code_points(letters);
  for (const uint32_t c : code_points(to_upper_latin(letters)))
    if (c >= 0x80) others.push_back(c);
  std::vector<uint32_t> likeliest = code_points(text);
  double most = carried_by(marks.steps, marks.characters, text);
  for (size_t at = 0; at < likeliest.size(); ++at) {
    const uint32_t plain = without_mark(likeliest[at]);
    std::vector<uint32_t> tried = {plain};
    std::ranges::copy_if(others, std::back_inserter(tried),
                         [&](uint32_t other) { return without_mark(other) == plain; });
    if (tried.size() == 1) continue;
    for (const uint32_t other : tried) {
      std::vector<uint32_t> with_other = likeliest;
      with_other[at] = other;
      const double carried = carried_by(marks.steps, marks.characters, to_utf8(with_other));
      if (carried > most) most = carried, likeliest = with_other;
    }
  }
  return to_utf8(likeliest);
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

AccentedTexts with_accents(const NetReading& bare, const AccentReading* marks,
                           const std::vector<Component>& pieces, const std::vector<std::string>& looks,
                           std::string_view letters) {
  std::vector<std::string> candidates;
  const auto add = [&](std::string text) {
    if (!text.empty() && std::ranges::find(candidates, text) == candidates.end())
      candidates.push_back(std::move(text));
  };
  std::vector<std::string> proven;  // by the ink
  for (const std::string& look : looks) add(look);
  for (const std::string& look : looks) add(proven.emplace_back(with_marks_of_ink(pieces, look, letters)));
  for (size_t i = 0; i < std::min(bare.texts.size(), kNetTexts); ++i) {
    add(bare.texts[i].text);
    for (const std::string& look : looks) add(with_accents_of(bare.texts[i].text, look));
  }
  if (marks != nullptr)
    for (size_t i = 0, read = candidates.size(); i < read; ++i) add(marked(*marks, candidates[i], letters));
  // With one set of letters the likeliest marks: others are weighed against them.
  std::map<std::string, double> likeliest;
  std::vector<double> as_marked(candidates.size(), 1);
  for (size_t i = 0; marks != nullptr && i < candidates.size(); ++i) {
    as_marked[i] = carried_by(marks->steps, marks->characters, candidates[i]);
    double& most = likeliest[without_marks(candidates[i])];
    most = std::max(most, as_marked[i]);
  }
  const double unread_marks = marks != nullptr ? kByNet : kUnread;
  AccentedTexts result;
  for (size_t i = 0; i < candidates.size(); ++i) {
    std::string& text = candidates[i];
    const std::string plain = without_marks(text);
    const auto whole = std::ranges::count(looks, text);
    const auto of_letters = std::ranges::count(looks, plain, without_marks);
    double weight = of_letters == std::ssize(looks) ? 1 : of_letters > 0 ? kOnce : kUnread;
    if (of_letters > 0 && whole < of_letters)
      weight *= whole > 0 || std::ranges::count(proven, text) > 0 ? kOnce : unread_marks;
    if (const double most = marks != nullptr ? likeliest[plain] : 0; most > 0) weight *= as_marked[i] / most;
    if (!marks_fit(pieces, text)) weight *= kMisfit;
    const double carried = carried_by(bare.steps, bare.characters, text);
    result.texts.push_back({std::move(text), carried * weight});
  }
  std::stable_sort(result.texts.begin(), result.texts.end(),
                   [](const LineText& a, const LineText& b) { return a.probability > b.probability; });
  if (result.texts.empty()) return result;
  const std::string& first = result.texts.front().text;
  result.agree = !looks.empty() && std::ranges::count(looks, first) == std::ssize(looks) &&
                 (marks == nullptr || marked(*marks, first, letters) == first);
  return result;
}

}  // namespace mailroom::ocr::reader
