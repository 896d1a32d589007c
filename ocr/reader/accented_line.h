// A line in a language that has letters beyond our net's. The net tells letters apart better than Tesseract,
// but writes "ü" as "u"; Tesseract knows the accents. So texts are made of both: each is weighed by how well
// the net's steps carry it with its accents taken off, and by how many of Tesseract's looks at the line read
// it whole. A text is agreed on only if all do and the ink has the marks that it wants (accent_marks.h).
// Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/line_decoder.h"
#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

// Whether a language (ocr/language.h) has letters that the net does not know. English forms are read without.
bool has_accents(std::string_view language);

struct AccentedTexts {
  std::vector<LineText> texts;  // likeliest first; as likely as the net takes them with their accents off
  bool agree = false;           // all looks read the first
};

// `pieces`: the line's with all specks that may be marks. `net`: the decoder's texts, likeliest first.
// `looks`: what Tesseract read of the line, each in another size.
AccentedTexts with_accents(const LineSteps& steps, const std::vector<std::string>& characters,
                           const std::vector<Component>& pieces, const std::vector<LineText>& net,
                           const std::vector<std::string>& looks, std::string_view letters);

// `bare`, as the net reads, with the accents that `accented` has on the same letters.
std::string with_accents_of(const std::string& bare, const std::string& accented);

}  // namespace mailroom::ocr::reader
