// Templates of one site that no page can tell apart: the same print at the same places, or the same phrases.
// What is alike but for little is `mailroom form check`'s business. Pure.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "ocr/form.h"

namespace mailroom::ocr {

// A warning for each pair, at the second one's file.
std::vector<Diagnostic> confusable_forms(const std::vector<Form>& forms);

}  // namespace mailroom::ocr
