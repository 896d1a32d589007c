// Numbers as people write them on forms: "£1,234.50", "1.234,50", "(12.00)", "1 234". Pure function, thread
// safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/decimal.h"

namespace mailroom {

// By the locale's decimal sign (base/locale.h); none if the text is no number, or one whose thousands do not
// come in threes.
std::optional<Decimal> parse_written_number(std::string_view text, std::string_view locale);

}  // namespace mailroom
