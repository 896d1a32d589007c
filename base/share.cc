#include "base/share.h"

#include "base/decimal.h"
#include "base/text.h"

namespace mailroom {

std::optional<double> parse_share(std::string_view text) {
  text = trim(text);
  const bool is_percent = text.ends_with('%');
  if (is_percent) text.remove_suffix(1);
  const auto number = Decimal::parse(trim(text));
  const double share = number ? number->to_double() / (is_percent ? 100 : 1) : -1;
  return share >= 0 && share <= 1 ? std::optional(share) : std::nullopt;
}

}  // namespace mailroom
