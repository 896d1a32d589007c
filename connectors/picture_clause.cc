#include "connectors/picture_clause.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace mailroom::connectors {

namespace {

constexpr size_t kWidest = 9999;
constexpr size_t kMostDigits = 31;  // as COBOL's; a decimal holds 34

bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string trouble_of_width(size_t has, size_t width) {
  return "it has " + std::to_string(has) + " characters and the column " + std::to_string(width);
}

// How often the character before stands there: "(7)" or once; 0 if that is wrong.
size_t take_count(std::string_view& rest) {
  if (!rest.starts_with('(')) return 1;
  const size_t close = rest.find(')');
  if (close == std::string_view::npos) return 0;
  size_t count = 0;
  const auto [end, failed] = std::from_chars(rest.data() + 1, rest.data() + close, count);
  const bool is_good = failed == std::errc() && end == rest.data() + close && count <= kWidest;
  rest.remove_prefix(close + 1);
  return is_good ? count : 0;
}

}  // namespace

std::optional<PictureClause> PictureClause::parse(std::string_view text) {
  text = trim(text);
  const size_t blank = text.find(' ');
  PictureClause clause;
  if (!clause.parse_picture(text.substr(0, blank)) ||
      !clause.parse_words(blank == std::string_view::npos ? "" : text.substr(blank)))
    return std::nullopt;
  clause.width_ += clause.sign_ == Sign::separate ? 1 : 0;
  return clause;
}

bool PictureClause::parse_picture(std::string_view rest) {
  bool is_behind_point = false;
  if (rest.starts_with('S')) {
    sign_ = Sign::overpunch;
    rest.remove_prefix(1);
  }
  while (!rest.empty()) {
    const char kind = rest.front();
    rest.remove_prefix(1);
    if (kind == 'V' || kind == '.') {
      if (is_behind_point || is_text_) return false;
      is_behind_point = true;
      writes_point_ = kind == '.';
      width_ += writes_point_ ? 1 : 0;
      continue;
    }
    const size_t count = take_count(rest);
    if (count == 0) return false;
    width_ += count;
    if (kind == 'X' || kind == 'A') {
      if (before_ > 0 || is_behind_point || sign_ != Sign::none) return false;
      is_text_ = true;
    } else if (kind == '9' && !is_text_) {
      (is_behind_point ? after_ : before_) += count;
    } else if (kind == 'Z' && !is_text_ && !is_behind_point && before_ == suppressed_) {
      before_ += count;
      suppressed_ += count;
    } else {
      return false;
    }
  }
  if (width_ == 0 || width_ > kWidest) return false;
  if (writes_point_ && (before_ == 0 || after_ == 0)) return false;
  return is_text_ || (before_ + after_ > 0 && before_ + after_ <= kMostDigits);
}

bool PictureClause::parse_words(std::string_view words) {
  bool is_separate = false, is_trailing = false;
  for (const std::string_view word : split(trim(words), ' ')) {
    if (word.empty()) continue;
    if (word == "right" && is_text_) {
      is_right_ = true;
    } else if (word == "blank" && !is_text_) {
      is_blank_if_missing_ = true;
    } else if (word == "leading" && sign_ != Sign::none) {
      is_leading_ = true;
    } else if (word == "trailing" && sign_ != Sign::none) {
      is_trailing = true;
    } else if (word == "separate" && sign_ != Sign::none) {
      is_separate = true;
    } else {
      return false;
    }
  }
  if (is_separate) sign_ = Sign::separate;
  // A digit that is a blank has no place for a sign.
  return !(is_leading_ && is_trailing) && !(sign_ == Sign::overpunch && suppressed_ > 0);
}

PictureClause::Written PictureClause::text(std::string_view text) const {
  const size_t length = length_in_code_points(text);
  if (length > width_) return {"", trouble_of_width(length, width_)};
  for (const uint32_t c : code_points(text)) {
    if (c < ' ') return {"", "it has a line break or another control character"};
  }
  const std::string fill(width_ - length, ' ');
  return {is_right_ ? fill + std::string(text) : std::string(text) + fill, ""};
}

PictureClause::Written PictureClause::number(const Decimal& number, const Signs& signs) const {
  const bool is_negative = number.is_negative() && !number.is_zero();
  if (is_negative && sign_ == Sign::none) return {"", "it is below zero and the column has no sign"};
  const auto exact = number.rounded(static_cast<int64_t>(after_), Rounding::half_up);
  if (!exact || *exact != number)
    return {"",
            "it has more than " + count_of(static_cast<long long>(after_), "digit") + " behind the point"};
  const std::string plain = number.absolute().to_fixed(static_cast<int>(after_));
  const size_t point = plain.find('.');
  std::string whole = plain.substr(0, point);
  if (whole == "0") whole.clear();
  const std::string fraction = point == std::string::npos ? "" : plain.substr(point + 1);
  if (whole.size() > before_)
    return {"",
            "it has more than " + count_of(static_cast<long long>(before_), "digit") + " before the point"};
  std::string digits;
  for (size_t i = 0; i < before_ - whole.size(); ++i) digits += i < suppressed_ ? ' ' : '0';
  digits += whole + (writes_point_ ? "." : "") + fraction;
  if (sign_ == Sign::none) return {digits, ""};
  if (sign_ == Sign::separate) {
    const std::string sign = is_negative ? "-" : "+";
    return {is_leading_ ? sign + digits : digits + sign, ""};
  }
  char& place = is_leading_ ? digits.front() : digits.back();
  const int digit = place - '0';
  // 1 to 9 are A to I and J to R, wherever the set of characters has them.
  const std::string punched = digit == 0
                                  ? (is_negative ? signs.minus_zero : signs.plus_zero)
                                  : std::string(1, static_cast<char>((is_negative ? 'J' : 'A') + digit - 1));
  return {is_leading_ ? punched + digits.substr(1) : digits.substr(0, digits.size() - 1) + punched, ""};
}

PictureClause::Written PictureClause::written(const Value& value, const Signs& signs) const {
  if (is_text_) {
    if (value.is(Value::Kind::list) || value.is(Value::Kind::context)) return {"", "it is not one value"};
    if (value.is(Value::Kind::boolean)) return text(value.boolean() ? "Y" : "N");
    return text(value.is_null() ? "" : to_display(value));
  }
  switch (value.kind()) {
    case Value::Kind::null:
      if (!is_blank_if_missing_) return {"", "it is missing"};
      return {std::string(width_, ' '), ""};
    case Value::Kind::number:
      return number(value.number(), signs);
    case Value::Kind::boolean:
      return number(Decimal(value.boolean() ? 1 : 0), signs);
    case Value::Kind::date: {
      std::string day = replace_all(to_string(value.date()), "-", "");
      if (day.size() != 8) return {"", "its year has not four digits"};
      if (before_ == 6) day.erase(0, 2);
      if (day.size() != width_) return {"", "a date needs the column 9(8) or 9(6)"};
      return {day, ""};
    }
    case Value::Kind::text: {
      const std::string_view text = trim(value.text());
      if (text.empty() && is_blank_if_missing_) return {std::string(width_, ' '), ""};
      if (!are_digits(text) || text.size() > kMostDigits) return {"", "it is a text, not a number"};
      return number(*Decimal::parse(text), signs);
    }
    default:
      return {"", "it is no number"};
  }
}

}  // namespace mailroom::connectors
