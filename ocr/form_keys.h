// The keys of a template's YAML, as one table: it checks files, makes the JSON Schema, the reference and what
// an editor completes. Constant data, thread safe.
#pragma once

#include "base/keys.h"

namespace mailroom::ocr {

const Key& form_key();

}  // namespace mailroom::ocr
