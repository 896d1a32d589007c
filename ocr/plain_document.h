// What certainly is one document and holds no others, told by its first bytes alone: TIFF, JPEG, PNG (their
// specifications' signatures), and PDF that begins with its head (ISO 32000-1, 7.5.2). Looks at nothing
// else, so that it may be asked outside the reader's sandbox. Pure.
#pragma once

#include <string_view>

namespace mailroom::ocr {

// "image/tiff", "application/pdf" …; empty: the reader has to look (ocr/reader/media_type.h).
std::string_view plain_document(std::string_view bytes);

}  // namespace mailroom::ocr
