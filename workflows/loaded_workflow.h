// A workflow's file as far as it can be understood, wrong or not: what editors ask the loader for.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "workflows/load.h"

namespace mailroom::workflows {

struct LoadedWorkflow {
  std::shared_ptr<const Workflow> workflow;  // without what is wrong
  bool is_usable = false;                    // no error was found: this is the workflow
  bool is_yaml = false;                      // false: the tree is what could be made of it
  yaml::Node root;
  feel::Scope scope;  // all that an expression may name at the file's end
};

// Thread safe; touches the same files as parse_workflow().
LoadedWorkflow load_what_can_be(std::string_view yaml, const std::filesystem::path& file,
                                const LoadOptions& options, std::vector<Diagnostic>& diagnostics);

}  // namespace mailroom::workflows
