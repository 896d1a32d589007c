// Values as the store keeps them: JSON that gives back the kinds JSON has no word for. A date is
// {"$date": "2026-11-23"}, likewise "$months" and "$duration"; times become texts and stay texts. Pure.
#pragma once

#include "base/value.h"

namespace mailroom::workflows {

Value to_stored(const Value& value);
Value from_stored(const Value& value);

}  // namespace mailroom::workflows
