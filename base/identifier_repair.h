// A misread identifier put right by its check digit: only where exactly one of the plausible readings that
// differ in a single character is valid. What a plausible reading is, the caller knows best (a recogniser's
// second thoughts, the places where it was unsure); `look_alikes_in` is what anybody may think of. A format
// without a check digit is never repaired: its shape says what cannot be, not what was meant. Pure functions,
// thread safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/identifier.h"

namespace mailroom {

struct Misreading {
  size_t at = 0;   // in the normalised text
  char meant = 0;  // what may have been written there
  friend bool operator==(const Misreading&, const Misreading&) = default;
};

// The characters that print, pens and scanners make alike ("38", "17", "0O"), for each place of `normal` and
// as far as the format has them.
std::vector<Misreading> look_alikes_in(const IdentifierFormat& format, std::string_view normal);

// The valid identifier, normalised, if just one of `plausible` makes `text` one; none if several do, if none
// does, if the text is valid as it is, and for a format without a check digit.
std::optional<std::string> repaired_identifier(const IdentifierFormat& format, std::string_view text,
                                               std::span<const Misreading> plausible);

}  // namespace mailroom
