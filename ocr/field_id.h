// Ids of fields as expressions name them. Pure, thread safe.
#pragma once

#include <string>

namespace mailroom::ocr {

// The id itself, or the nearest that is a name in FEEL: "net-pay" is a subtraction to an expression
// ("net_pay"), "2nd_name" begins with a number ("field_2nd_name"), "or" is a word of its own ("field_or").
std::string name_for_expressions(const std::string& id);

}  // namespace mailroom::ocr
