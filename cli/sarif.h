// Problems as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/value.h"

namespace mailroom::cli {

// Files are named as the problems name them; columns are code points.
Value to_sarif(const std::vector<Diagnostic>& problems, const std::string& version);

}  // namespace mailroom::cli
