// A decision model as YAML: the `decisions:` of a workflow, or a file of its own with everything that DMN has
// (docs/rules.md, "YAML and .dmn"). Pure; thread safe.
#pragma once

#include <string>
#include <vector>

#include "base/keys.h"
#include "base/yaml.h"
#include "workflows/dmn/model_source.h"

namespace mailroom::workflows {

// Of a workflow only its decisions. What is wrong with the file's shape is added to the problems.
dmn::ModelSource read_model(const yaml::Node& root, std::vector<Diagnostic>& problems);
// The text of a model's own file.
std::string model_as_yaml(const dmn::ModelSource& model);

// The language's keys: of the file, of a boxed expression where `beside` is what else stands beside it.
const Key& model_key();
Key logic_key(std::vector<Key> beside = {});
Key decision_key();
Key function_key();   // its parameters and its body
Key knowledge_key();  // a decision's, and a function's
Key member_key();     // of a type: a type itself

}  // namespace mailroom::workflows
