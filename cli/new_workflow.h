// A workflow to start from, for one form: what its fields' types and formats let one say, one route, one
// delivery to a folder, and tests beside it. It passes `mailroom check` and its tests pass as they are; an
// author changes it from there. Pure: the same form gives the same text.
#pragma once

#include <string>

#include "ocr/form.h"

namespace mailroom::cli {

struct NewWorkflow {
  std::string workflow, tests;  // the YAML of both
  size_t checks = 0, cases = 0;
};

NewWorkflow new_workflow(const std::string& id, const ocr::Form& form);

}  // namespace mailroom::cli
