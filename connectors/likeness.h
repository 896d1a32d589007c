// How alike two texts are that people wrote: from 0 to 1, the same whatever database they come from. Letters
// are compared without case and accents, blanks and punctuation count as one blank. Wrong, missing,
// additional and swapped letters count one each (optimal string alignment), against the longer text. Pure,
// thread safe.
#pragma once

#include <string_view>

#include "base/decimal.h"

namespace mailroom::connectors {

// To three digits.
Decimal likeness(std::string_view a, std::string_view b);

}  // namespace mailroom::connectors
