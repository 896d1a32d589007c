// Whether an expression is nothing but a name, or a path of names ("claim.household_size", "Applicant Age").
// Pure.
#pragma once

#include <string_view>

namespace mailroom::feel {

bool is_plain_name(std::string_view expression);

}  // namespace mailroom::feel
