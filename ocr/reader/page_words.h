// What the recognition of a whole page gives as words and is none: words found twice, as sparse mode does on
// grey panels, and letters as flat as what is left of rules and dirt. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// Of words at the same place the surer one; the others in their order.
std::vector<Word> without_dirt(std::vector<Word> words);

}  // namespace mailroom::ocr::reader
