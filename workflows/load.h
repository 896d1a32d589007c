// From YAML to workflows: every problem of a file is found in one run and becomes a diagnostic with its
// place. The language's keys are in workflows/language.h, which also makes the JSON Schema. Functions are
// thread safe and touch only the files they are given and those that these refer to (letters, rules).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "ocr/form.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

struct LoadOptions {
  std::filesystem::path site;  // letters/x.txt and rules/x.dmn are relative to it
  const std::vector<ocr::Form>* forms = nullptr;
  PostRules post = {};  // the site's; its letters' kinds are held against `forms`
  // A version that was kept: letters come from it, not from the site as it is now.
  const WorkflowSource* kept = nullptr;
};

// None if there is an error among the diagnostics. `file` names it in messages.
std::shared_ptr<const Workflow> parse_workflow(std::string_view yaml, const std::filesystem::path& file,
                                               const LoadOptions& options,
                                               std::vector<Diagnostic>& diagnostics);
// Error{usage} if the file cannot be read at all.
std::shared_ptr<const Workflow> load_workflow(const std::filesystem::path& file, const LoadOptions& options,
                                              std::vector<Diagnostic>& diagnostics);

// A version as it was kept, with its own forms and letters. What was fine when it was kept may have become
// wrong in a newer program: Error{machine, "version_unusable"} with the first problem.
std::shared_ptr<const Workflow> load_kept(const WorkflowSource& kept, const std::filesystem::path& file);

// All of SITE/workflows/*.yaml in the order of their names. What is wrong is left out and said; so are two
// workflows with one id, and (as a warning) a form that several claim.
Workflows load_workflows(const LoadOptions& options, std::vector<Diagnostic>& diagnostics);

}  // namespace mailroom::workflows
