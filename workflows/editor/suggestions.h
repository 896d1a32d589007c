// What may be written at a cursor in a workflow: keys, words, names, fields, files, FEEL's functions; from
// the same tables that load the language. Pure functions of a draft (the site's folders are looked into for
// files).
#pragma once

#include <string>
#include <vector>

#include "workflows/editor/draft.h"

namespace mailroom::workflows::editor {

struct Suggestion {
  enum class Kind { key, word, name, field, function, file, keyword };
  Kind kind = Kind::word;
  std::string label;
  std::string detail;         // in a line: "page 1, amount"
  std::string documentation;  // Markdown
  std::string text;           // what is written for it
  size_t begin = 0, end = 0;  // of what it takes the place of, in the draft's text, in bytes
};

// By how likely they are meant. What the author has typed already is not held against them: the editor does
// that.
std::vector<Suggestion> suggestions_at(const Draft& draft, size_t offset);

}  // namespace mailroom::workflows::editor
