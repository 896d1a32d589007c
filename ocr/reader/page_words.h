// What the recognition of a whole page gives as words and is none: words found twice, as sparse mode does on
// grey panels, letters as flat as what is left of rules and dirt, specks. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// The place of a word without what a speck above or below it adds to one of its letters, whose places are
// given: such a word would stand in a line of its own.
Zone without_specks(Zone word, const std::vector<Zone>& letters);

// Of words at the same place the surer one; the others in their order.
std::vector<Word> without_dirt(std::vector<Word> words);

}  // namespace mailroom::ocr::reader
