// The keys of a test file, as one table: it checks files, makes the JSON Schema and the reference. Constant
// data, thread safe.
#pragma once

#include "base/keys.h"

namespace mailroom::workflows {

const Key& tests_key();

// What a question to a person may be about, as `asks` says it: "field", "check", …
const std::vector<std::string>& question_subjects();

// Words of the language that the table and the loader share.
inline constexpr char kNobody[] = "nobody", kNothing[] = "nothing", kNoRule[] = "none", kPassed[] = "passed",
                      kFailed[] = "failed", kDelivered[] = "delivered", kUnsure[] = "unsure",
                      kAltered[] = "altered", kCorrect[] = "correct", kApprove[] = "approve",
                      kRefuse[] = "refuse", kReturn[] = "return", kRetry[] = "retry";

// Who acts in a test that does not say who.
inline constexpr char kSomebody[] = "clerk";

}  // namespace mailroom::workflows
