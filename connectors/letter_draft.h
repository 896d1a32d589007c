// A letter drawn up from what a workflow says: the keys `to`, `subject` and `date` beside the template's text
// under `letter`, for whoever prints it or attaches it. Pure; thread safe.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "connectors/letter.h"

namespace mailroom::connectors {

// `reference`: the case's number. The date is `today`'s unless the content gives one.
Letter letter_from(const Context& content, std::vector<std::string> sender, std::string reference,
                   Instant today);

}  // namespace mailroom::connectors
