// A share of a whole as people write it. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace mailroom {

// "0.1%" or "0.001". None for what is no number between 0 and 1.
std::optional<double> parse_share(std::string_view text);

}  // namespace mailroom
