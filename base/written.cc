#include "base/written.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "base/letters.h"
#include "base/locale.h"
#include "base/text.h"

namespace mailroom {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Blanks that do not break a line, and the apostrophe of typesetters, as their plain twins.
std::string with_plain_signs(std::string_view text) {
  std::string plain = replace_all(std::string(text), "\u00a0", " ");
  plain = replace_all(plain, "\u202f", " ");
  plain = replace_all(plain, "\u2019", "'");
  return replace_all(plain, "\u2212", "-");
}

std::string_view without_currency(std::string_view text) {
  constexpr std::string_view kCurrencies[] = {"£",   "$",   "€",   "zł",  "GBP", "USD", "EUR",
                                              "PLN", "CHF", "Fr.", "kr.", "kr",  "Kč",  "CZK"};
  for (const std::string_view currency : kCurrencies) {
    if (text.starts_with(currency)) text = trim(text.substr(currency.size()));
    if (text.ends_with(currency)) text = trim(text.substr(0, text.size() - currency.size()));
  }
  return text;
}

// The digits of a figure without sign and currency, and how they are grouped.
struct Figure {
  std::string whole, fraction;
  bool has_fraction = false, is_grouped = false;
};

std::optional<Figure> figure_of(std::string_view text, char decimal) {
  const char group = decimal == ',' ? '.' : ',';
  Figure figure;
  char grouped_by = 0;
  size_t since_group = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      (figure.has_fraction ? figure.fraction : figure.whole) += c;
      ++since_group;
    } else if (figure.has_fraction) {
      return std::nullopt;
    } else if (c == decimal) {
      if (grouped_by != 0 && since_group != 3) return std::nullopt;
      figure.has_fraction = true;
    } else if (c == group || c == ' ' || c == '\'') {
      const bool goes_on = grouped_by != 0;
      if (figure.whole.empty() || (goes_on ? since_group != 3 || grouped_by != c : since_group > 3))
        return std::nullopt;
      grouped_by = c, since_group = 0;
    } else {
      return std::nullopt;
    }
  }
  if (grouped_by != 0 && !figure.has_fraction && since_group != 3) return std::nullopt;
  figure.is_grouped = grouped_by != 0;
  return figure;
}

struct Signed {
  std::string text;
  bool negative = false;
};

Signed without_sign(std::string_view text) {
  std::string_view rest = without_currency(trim(text));
  bool negative = false;
  if (rest.size() > 1 && rest.front() == '(' && rest.back() == ')') {
    negative = true;
    rest = rest.substr(1, rest.size() - 2);
  } else if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    negative = rest.front() == '-';
    rest.remove_prefix(1);
  } else if (rest.ends_with(",-") || rest.ends_with(".-")) {  // no cents: "120,-"
    rest.remove_suffix(2);
  } else if (rest.ends_with('-')) {
    negative = true;
    rest.remove_suffix(1);
  }
  return {std::string(without_currency(trim(rest))), negative};
}

}  // namespace

std::optional<Decimal> number_written(std::string_view text, std::string_view locale) {
  const Signed written = without_sign(with_plain_signs(text));
  const auto figure = figure_of(written.text, has_decimal_comma(locale) ? ',' : '.');
  if (!figure || (figure->whole.empty() && figure->fraction.empty())) return std::nullopt;
  constexpr size_t kGroup = 3;
  const bool may_be_thousands = figure->has_fraction && !figure->is_grouped &&
                                figure->fraction.size() == kGroup && !figure->whole.empty() &&
                                figure->whole.size() <= kGroup && figure->whole[0] != '0';
  if (may_be_thousands) return std::nullopt;
  std::string plain = figure->whole;
  if (!figure->fraction.empty()) plain += '.' + figure->fraction;
  const auto number = Decimal::parse(plain);
  if (!number) return std::nullopt;
  return written.negative ? number->negated() : *number;
}

namespace {

struct Part {
  int number = 0;
  size_t figures = 0;
};

std::optional<Date> valid_date(int year, int month, int day) {
  const Date date{year, static_cast<uint8_t>(std::clamp(month, 0, 99)),
                  static_cast<uint8_t>(std::clamp(day, 0, 99))};
  return is_valid(date) ? std::optional(date) : std::nullopt;
}

std::optional<int> year_of(const Part& part) {
  if (part.figures == 2) return 2000 + part.number;
  return part.figures == 4 ? std::optional(part.number) : std::nullopt;
}

std::optional<Date> date_of(std::vector<Part> parts, std::string_view locale) {
  if (parts.size() == 1 && parts[0].figures == 8) {  // a comb: 03042026
    const int all = parts[0].number;
    parts = {{all / 1'000'000, 2}, {all / 10'000 % 100, 2}, {all % 10'000, 4}};
  }
  if (parts.size() != 3) return std::nullopt;
  if (parts[0].figures == 4) return valid_date(parts[0].number, parts[1].number, parts[2].number);
  if (has_month_first(locale)) std::swap(parts[0], parts[1]);
  const auto year = year_of(parts[2]);
  return year ? valid_date(*year, parts[1].number, parts[0].number) : std::nullopt;
}

// What may stand beside the numbers and the month: "de", "1er", "r." for the year, ordinals, "fis" (month).
bool is_filler(std::string_view word) {
  constexpr std::string_view kFillers[] = {"de", "del", "of", "o",  "fis", "mis", "er", "re", "st", "nd",
                                           "rd", "th",  "r",  "af", "ain", "eg",  "ed", "le", "den"};
  return std::find(std::begin(kFillers), std::end(kFillers), word) != std::end(kFillers);
}

std::optional<Date> named_date(const std::vector<Part>& parts, const std::vector<std::string>& words,
                               std::string_view locale) {
  std::optional<int> month;
  for (const std::string& word : words) {
    const auto named = month_named(word, locale);
    if (named && month) return std::nullopt;
    if (named)
      month = named;
    else if (!is_filler(to_lower_latin(word)))
      return std::nullopt;
  }
  if (!month || parts.size() != 2) return std::nullopt;
  const bool year_first = parts[0].figures == 4;
  const auto year = year_of(parts[year_first ? 0 : 1]);
  return year ? valid_date(*year, *month, parts[year_first ? 1 : 0].number) : std::nullopt;
}

}  // namespace

std::optional<Date> date_written(std::string_view written, std::string_view locale) {
  constexpr std::string_view kSigns = "/.-, ";
  constexpr size_t kMostFigures = 8;
  const std::string plain = with_plain_signs(trim(written));
  std::string_view text = plain;
  if (const auto iso = parse_date(text)) return iso;
  std::vector<Part> parts;
  std::vector<std::string> words;
  while (!text.empty()) {
    size_t end = 0;
    if (is_digit(text[0])) {
      while (end < text.size() && is_digit(text[end])) ++end;
      if (end > kMostFigures) return std::nullopt;
      Part part{0, end};
      std::from_chars(text.data(), text.data() + end, part.number);
      parts.push_back(part);
    } else if (kSigns.find(text[0]) != std::string_view::npos) {
      end = 1;
    } else {
      while (end < text.size() && !is_digit(text[end]) && kSigns.find(text[end]) == std::string_view::npos)
        ++end;
      words.emplace_back(text.substr(0, end));
    }
    text.remove_prefix(end);
  }
  if (!words.empty()) return named_date(parts, words, locale);
  return plain.find(',') == std::string::npos ? date_of(std::move(parts), locale) : std::nullopt;
}

}  // namespace mailroom
