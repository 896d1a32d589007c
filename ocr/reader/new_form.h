// A template from a fillable blank PDF: fields from the PDF's own form (ISO 32000-1, 12.7), the blank's
// picture and printed words from its pages. Runs where documents are opened, in the sandboxed reader.
#pragma once

#include <string>
#include <string_view>

#include "ocr/form_file.h"

namespace mailroom::ocr::reader {

// `name` is the blank as the user named it, for messages. One without fields makes a template without them:
// its pages are known, and nothing is read from them. Throws Error{document} with the codes of open_document
// for what cannot be opened.
FormFiles new_form(std::string_view pdf, const std::string& id, const std::string& name);

}  // namespace mailroom::ocr::reader
