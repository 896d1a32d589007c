// What stands at a cursor in a workflow, in words: a key by the language's table, a field by its template, a
// fact by its expression, a decision, a function. Pure function of a draft.
#pragma once

#include <optional>
#include <string>

#include "workflows/editor/draft.h"

namespace mailroom::workflows::editor {

struct Explanation {
  std::string markdown;
  Place place;  // of what it explains
};
std::optional<Explanation> explanation_at(const Draft& draft, size_t offset);

// A field as one line: "page 1, National Insurance number (box 3), text (nino)".
std::string describe_field(const ocr::Field& field);
// The field of a document's or a form's name; null if there is none.
const ocr::Field* find_field(const Draft& draft, std::string_view owner, std::string_view field,
                             const ocr::Form** of = nullptr);

}  // namespace mailroom::workflows::editor
