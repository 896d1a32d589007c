// Which characters a field may hold, by its pattern, type and format; and which a text looks made of.
#pragma once

#include <string>
#include <string_view>

#include "ocr/form.h"

namespace mailroom::ocr::reader {

// Empty: anything.
std::string alphabet_of(const Field& field);
extern const std::string_view kFigures;  // digits and what stands between them
// Mostly digits: worth a second reading as figures.
bool looks_like_figures(std::string_view text);

}  // namespace mailroom::ocr::reader
