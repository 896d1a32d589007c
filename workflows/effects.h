// What was sent before, held against what would be sent now: evidence that comes after an effect must not
// send it twice. Pure functions, thread safe.
#pragma once

#include <string>

#include "workflows/case.h"

namespace mailroom::workflows {

inline constexpr char kAmendmentNeeded[] = "amendment_needed";  // a reason's code; its field is the delivery

std::string content_digest(const Context& content);
// "insert.row.amount: 31.40 was sent, 15.70 is decided now".
std::string difference_of(const Context& sent, const Context& wanted);
// A person looked at the difference and settles it by hand: this content is never sent. False: the reason is
// not about that.
bool leave_as_sent(CaseRecord& record, const Reason& reason);

}  // namespace mailroom::workflows
