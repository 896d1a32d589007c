// The parts of a workflow with their extent, for an editor's overview. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "base/yaml.h"

namespace mailroom::workflows::editor {

struct Part {
  std::string name, detail;
  Place place;                // of the name
  size_t begin = 0, end = 0;  // of the whole, in bytes
  std::vector<Part> parts;
};

// `root`: a tree that yaml::scan() made, which knows where lists and mappings end.
std::vector<Part> outline_of(const yaml::Node& root);

}  // namespace mailroom::workflows::editor
