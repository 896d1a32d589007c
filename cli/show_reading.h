// A reading as a person reads it: `mailroom read` without --json. Values are shown, because whoever holds the
// document asked for them.
#pragma once

#include <string>

#include "cli/terminal.h"
#include "ocr/reading.h"

namespace mailroom::cli {

std::string to_text(const ocr::DocumentReading& reading, const Terminal& terminal);

}  // namespace mailroom::cli
