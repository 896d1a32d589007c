// A test written from what just happened to a case: given what stood on its documents, not the documents,
// with made-up values in the place of personal ones; expected what becomes of that (docs/decisions/0023). The
// test passes at once, and comes to what the case came to: where it does not, it is not written. Pure.
#pragma once

#include <filesystem>
#include <string>

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::cli {

struct SavedTest {
  std::string name;
  std::string yaml;     // the whole file
  size_t replaced = 0;  // values
};

// `made_up`: the documents are nobody's, nothing is replaced. Throws Error{usage} for what a test cannot give
// (pages that are missing, notes beside the fields) and where the outcome hangs on a value that has to be
// replaced.
SavedTest save_as_test(const std::string& name, const workflows::CaseRecord& record,
                       const workflows::Workflows& workflows, const std::filesystem::path& site, Instant now,
                       bool made_up);

}  // namespace mailroom::cli
