// A decision table's condition that did not hold, in words a clerk uses. Pure; thread safe.
#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace mailroom::workflows {

// "weekly income" of "weekly_income" and of "claim.weekly_income"; any other expression as it is.
std::string name_in_words(std::string_view input);
// "weekly income 109.04 is below 120" for the test "[120..240)".
std::string unmet_in_words(std::string_view input, std::string_view test, const Value& actual);

}  // namespace mailroom::workflows
