// Where the site's tests (tests/*.yaml) use a name of a workflow: as a key of what is given and expected, and
// in the expressions that are expected. Reads the files as they are on disk; files that cannot be read or
// scanned have none.
#pragma once

#include <vector>

#include "workflows/editor/names.h"

namespace mailroom::workflows::editor {

std::vector<Place> places_in_tests(const Draft& draft, const GivenName& given);

}  // namespace mailroom::workflows::editor
