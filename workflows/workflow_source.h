// A workflow whole: its file and everything it refers to, as text, so that cases can stay on it when the site
// moves on. Plain value, pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/value.h"

namespace mailroom::workflows {

struct WorkflowSource {
  std::string yaml;
  std::map<std::string, std::string>
      files;  // letters and models with what they import, by their path in the site
  std::map<std::string, std::string> forms;  // templates' YAML, by id
};

// SHA-256 over all of it.
std::string digest_of(const WorkflowSource& source);
std::string to_json(const WorkflowSource& source);
// Throws Error{machine, "version_damaged"} for what is none.
WorkflowSource source_from_json(const std::string& json);

// The parts that differ, in words: "the workflow's file, line 12", "letters/award.txt", "form 'ctr1-2026'".
std::vector<std::string> differences_of(const WorkflowSource& before, const WorkflowSource& now);

}  // namespace mailroom::workflows
