// FEEL's functions in workflows: the standard's and, for each identifier format, `is NAME(text)` ("is nino").
// Built once; thread safe.
#pragma once

#include <memory>

#include "workflows/feel/builtins.h"

namespace mailroom::workflows {

std::shared_ptr<const feel::Builtins> workflow_functions();

}  // namespace mailroom::workflows
