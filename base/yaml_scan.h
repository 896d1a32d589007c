// YAML as somebody is just typing it: a tree of all that can be understood, and everything that is wrong, not
// only the first. It goes by lines and indentation: what is wrong costs its line, or the list that is not
// closed, and the rest of the file stands. Of text without mistakes the tree is the one of yaml::parse(); a
// test holds the two against each other. Source: YAML 1.2.2; of it, what people write (no `?` keys, no
// directives but skipped ones).
//
// Pure function, thread safe.
#pragma once

#include "base/yaml.h"

namespace mailroom::yaml {

// The first document of the text; null if there is none.
Node scan(const std::shared_ptr<const Source>& source, std::vector<Diagnostic>& problems);
Node scan(std::string_view text, const std::string& file, std::vector<Diagnostic>& problems);

}  // namespace mailroom::yaml
