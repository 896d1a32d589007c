#include "base/written_number.h"

#include <string>

#include "base/locale.h"
#include "base/text.h"

namespace mailroom {

std::optional<Decimal> parse_written_number(std::string_view text, std::string_view locale) {
  const char decimal = has_decimal_comma(locale) ? ',' : '.';
  const char group = decimal == ',' ? '.' : ',';
  std::string plain;
  bool negative = false, closed = true;
  std::string_view rest = trim(text);
  for (const std::string_view currency : {"£", "$", "€", "GBP", "USD", "EUR"}) {
    if (rest.substr(0, currency.size()) == currency) rest = trim(rest.substr(currency.size()));
  }
  if (!rest.empty() && rest.front() == '(' && rest.back() == ')') {
    negative = true;
    rest = rest.substr(1, rest.size() - 2);
  }
  size_t since_group = 0;
  bool grouped = false, in_fraction = false;
  for (size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c >= '0' && c <= '9') {
      plain += c, ++since_group;
    } else if (c == decimal && !in_fraction) {
      closed = !grouped || since_group == 3;
      if (!closed) return std::nullopt;
      plain += '.', in_fraction = true;
    } else if (c == group && !in_fraction) {
      if (plain.empty() || (grouped && since_group != 3)) return std::nullopt;
      grouped = true, since_group = 0;
    } else if ((c == '-' || c == '+') && i == 0) {
      negative = c == '-';
    } else if (c != ' ' && c != '\'') {
      return std::nullopt;
    }
  }
  if (grouped && !in_fraction && since_group != 3) return std::nullopt;
  if (!plain.empty() && plain.back() == '.') plain.pop_back();
  const auto parsed = Decimal::parse(plain);
  if (!parsed) return std::nullopt;
  return negative ? parsed->negated() : *parsed;
}

}  // namespace mailroom
