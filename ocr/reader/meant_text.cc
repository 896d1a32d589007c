#include "ocr/reader/meant_text.h"

#include <algorithm>

#include "base/text.h"
#include "ocr/reader/check_digit_repair.h"
#include "ocr/reader/hidden_sign.h"
#include "ocr/reader/look_alikes.h"
#include "ocr/reader/suits_field.h"
#include "ocr/reader/well_formed.h"

namespace mailroom::ocr::reader {
namespace {

auto find_text(std::vector<LineText>& texts, std::string_view text) {
  return std::find_if(texts.begin(), texts.end(), [&](const LineText& t) { return t.text == text; });
}

// Of what the text at `i` was likely, all but `kept` goes to what was meant instead.
void share(std::vector<LineText>& texts, size_t i, std::string meant, double kept) {
  const double moved = (1 - kept) * texts[i].probability;
  texts[i].probability *= kept;
  const auto same = find_text(texts, meant);
  if (same != texts.end())
    same->probability += moved;
  else
    texts.push_back({std::move(meant), moved});
}

// People fill in what a field asks for, all but a few.
double fitness(const std::string& text, const Field& field, std::string_view locale) {
  constexpr double kMisfits = 0.05;
  return suits_field(field, text, locale) ? 1 : kMisfits;
}

}  // namespace

void join_same(std::vector<LineText>& texts) {
  std::vector<LineText> joined;
  for (LineText& t : texts) {
    const auto same = find_text(joined, t.text);
    if (same == joined.end())
      joined.push_back(std::move(t));
    else
      same->probability += t.probability;
  }
  texts = std::move(joined);
}

void see_capitals(std::vector<LineText>& texts) {
  constexpr double kSmallMeant = 0.1;
  for (size_t i = 0, read = texts.size(); i < read; ++i)
    if (auto meant = with_capital_i(texts[i].text)) share(texts, i, std::move(*meant), kSmallMeant);
}

void see_dirt_in_comb(std::vector<LineText>& texts, int cells) {
  constexpr double kSignMeant = 0.05;
  for (size_t i = 0, read = texts.size(); i < read; ++i) {
    if (length_in_code_points(texts[i].text) <= static_cast<size_t>(cells)) continue;
    std::string figures = texts[i].text;
    std::erase_if(figures,
                  [](char c) { return std::string_view(".,:'-").find(c) != std::string_view::npos; });
    if (!figures.empty() && length_in_code_points(figures) <= static_cast<size_t>(cells))
      share(texts, i, std::move(figures), kSignMeant);
  }
}

void see_hidden_signs(std::vector<LineText>& texts, const std::vector<Component>& line,
                      const std::vector<int>& rules, std::string_view locale) {
  constexpr double kBlankMeant = 0.1;
  if (rules.empty()) return;
  for (size_t i = 0, read = texts.size(); i < read; ++i)
    if (auto meant = with_hidden_sign(texts[i].text, line, rules, locale))
      share(texts, i, std::move(*meant), kBlankMeant);
}

void prefer_likely(std::vector<LineText>& texts, const Field& field, std::string_view locale) {
  double sum = 0, before = 0;
  for (LineText& t : texts) {
    before += t.probability;
    sum += t.probability *= plausibility(t.text, locale) * fitness(t.text, field, locale);
  }
  for (LineText& t : texts) t.probability *= sum > 0 ? before / sum : 1;
  std::stable_sort(texts.begin(), texts.end(),
                   [](const LineText& a, const LineText& b) { return a.probability > b.probability; });
}

void prefer_valid(std::vector<LineText>& texts, const IdentifierFormat& format) {
  if (!format.has_check_digit) return;
  const auto is_valid = [&](const LineText& t) { return is_identifier(format, t.text); };
  if (std::count_if(texts.begin(), texts.end(), is_valid) != 1) return;
  const auto valid = std::find_if(texts.begin(), texts.end(), is_valid);
  std::rotate(texts.begin(), valid, valid + 1);
}

std::optional<std::string> offer_word(std::vector<LineText>& texts, const IsWord& is_word,
                                      std::string_view letters) {
  constexpr double kNameMeant = 0.5;
  if (texts.empty()) return std::nullopt;
  auto meant = respelled(texts.front().text, is_word, letters);
  if (meant) share(texts, 0, *meant, kNameMeant);
  return meant;
}

bool respell(std::vector<LineText>& texts, const IsWord& is_word) {
  const auto meant = offer_word(texts, is_word);
  if (!meant) return false;
  // What the net saw as well is the better guess; otherwise the two recognisers' choice stays first.
  const auto same = find_text(texts, *meant);
  if (same->probability > texts.front().probability) std::rotate(texts.begin(), same, same + 1);
  return true;
}

bool mend(std::vector<LineText>& texts, const std::string& format_name) {
  std::vector<std::string> seen;
  for (const LineText& t : texts) seen.push_back(t.text);
  auto meant = with_check_digit(format_name, seen);
  if (!meant) return false;
  texts.insert(texts.begin(), {std::move(*meant), kMended});
  return true;
}

bool weigh(std::vector<LineText>& texts, const std::string& other) {
  constexpr double kUnseen = 0.3;  // where nobody else read anything
  // What the texts hold this likely and the other reads is the better guess.
  constexpr double kSecond = 0.08;
  if (other.empty()) return false;
  if (!texts.empty() && texts.front().text == other) return true;
  const auto same = find_text(texts, other);
  if (same == texts.end()) {
    texts.push_back({other, texts.empty() ? kUnseen : 0});
    return false;
  }
  if (same->probability < kSecond) return false;
  std::rotate(texts.begin(), same, same + 1);
  return true;
}

}  // namespace mailroom::ocr::reader
