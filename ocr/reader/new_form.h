// A template from a blank. A fillable PDF says itself which fields it has (ISO 32000-1, 12.7); on any other
// blank, flat PDF or picture of one, they are looked for (find_fields.h). The blank's picture and printed
// words come from its pages. Runs where documents are opened, in the sandboxed reader.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/form_file.h"
#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// The words of a page's picture, places in points; for blanks that do not have theirs as text. None: no
// words.
using ReadWords = std::function<std::vector<Word>(const Raster& grey, double dpi)>;

// `name` is the blank as the user named it, for messages. One without fields makes a template without them:
// its pages are known, and nothing is read from them. Throws Error{document} with the codes of open_document
// for what cannot be opened.
FormFiles new_form(std::string_view blank, const std::string& id, const std::string& name,
                   const ReadWords& read_words);

}  // namespace mailroom::ocr::reader
