// Points, commas, dashes and blanks as they are drawn: a recogniser of lines drops and confuses them, but on
// paper a comma goes below the line, a point does not, and a gap is a gap. Pure functions, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

// A line's pieces from left to right, those above each other joined: each one letter, as a rule.
std::vector<Component> letters_of(const std::vector<Component>& line);

struct Drawn {
  std::string text;
  bool agrees = true;  // with the ink: as many figures as were read
  std::vector<Component>
      figures;  // one for each figure of `text`; empty if it is not all figures or does not agree
};

// `text` of figures with its marks and blanks put as the pieces of ink show them, if there are as many
// figures as were read; other text only loses blanks where no gap is. `spaced`: cells of a comb, gaps mean
// nothing.
Drawn as_drawn(std::string_view text, const std::vector<Component>& line, bool spaced);

}  // namespace mailroom::ocr::reader
