// What a clerk types ("net_pay=472.50", "claim.net_pay=472.50") as the desk's corrections. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/value.h"

namespace mailroom::cli {

// `shown` is the answer of review.show: a bare name is looked up in it, a tick box takes yes or no. Throws
// Error{usage}: not FIELD=VALUE, an unknown field (with the nearest), one that several documents have. No
// message repeats a value.
Value corrections_of(const std::vector<std::string>& typed, const Value& shown);

}  // namespace mailroom::cli
