// A line in a language that has letters beyond ASCII. The English net tells letters apart best but writes "ü"
// as "u"; a second one tells which marks a letter has, in the languages that it learnt (docs/decisions/0029);
// Tesseract knows both. So texts are made of all three: each is weighed by how well the first net's steps
// carry its letters, with any mark, by how much worse than with other marks the second net's carry it, and by
// how many of Tesseract's looks at the line read its letters and the whole. A text is agreed on only if all
// do and the ink has the marks that it wants (accent_marks.h). Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/line_decoder.h"
#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

// Whether a language (ocr/language.h) has letters that the net does not know. English forms are read without.
bool has_accents(std::string_view language);

// What the English net says of a line; `texts`: likeliest first.
struct NetReading {
  const LineSteps& steps;
  const std::vector<std::string>& characters;
  const std::vector<LineText>& texts;
};

// What the net that knows accents says of it.
struct AccentReading {
  const LineSteps& steps;
  const std::vector<std::string>& characters;
};

struct AccentedTexts {
  std::vector<LineText> texts;  // likeliest first; as likely as the nets take them
  bool agree = false;           // all looks read the first, and the net that knows accents has no other marks
};

// `marks`: null where the net has not learnt the language. `pieces`: the line's with all specks that may be
// marks. `looks`: what Tesseract read of the line, each in another size. `letters`: the language's own.
AccentedTexts with_accents(const NetReading& bare, const AccentReading* marks,
                           const std::vector<Component>& pieces, const std::vector<std::string>& looks,
                           std::string_view letters);

// `bare`, as the net reads, with the accents that `accented` has on the same letters.
std::string with_accents_of(const std::string& bare, const std::string& accented);

}  // namespace mailroom::ocr::reader
