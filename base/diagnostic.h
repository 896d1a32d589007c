// What is wrong with something an author wrote, as a value: collected, sorted, shown with the line and a
// caret, or written as JSON. All diagnostics of a run are reported, not just the first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace mailroom {

// line and column count from 1, columns in code points; length in code points, 0 if unknown. line 0: the
// whole file.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  int length = 0;
};

enum class Severity { error, warning, note };

struct Diagnostic {
  Severity severity = Severity::error;
  Place place;
  std::string code;        // stable, snake_case: "unknown_key"
  std::string message;     // lower case, quotes the user's text, says what was expected
  std::string hint;        // what to write instead; may be empty
  bool shows_line = true;  // false: the line holds a secret and is never shown
};

// "file:line:col: error: message", the line, the carets, the hint (VOICE.md). `source` is the text of the
// file, or empty if it is not at hand. Colour only when asked for.
std::string to_text(const Diagnostic& diagnostic, std::string_view source, bool colour = false);
Value to_value(const Diagnostic& diagnostic);

// The place of a byte offset in a text.
Place place_in(std::string file, std::string_view source, size_t offset, int length = 0);

bool has_errors(const std::vector<Diagnostic>& diagnostics);

}  // namespace mailroom
