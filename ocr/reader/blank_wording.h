// What a blank's print says of the blank as a whole: its title, and in which language and country it is
// filled in. Proposals for an author, who sees them in the first lines of the template. Pure, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// A PDF's title that its program made up: "untitled", "Microsoft Word - form.doc".
bool is_made_up_title(std::string_view title);
// The most conspicuous line of the upper half of the page, with a second one as large under it; empty if no
// line stands out. `height` of the page, in points.
std::string printed_title(const std::vector<Word>& words, double height);

struct Tongue {
  std::string language;  // Tesseract's pack: "deu"
  std::string locale;    // "de-DE"; empty: nothing but the language is known (Welsh)
};
// By a PDF's own word (BCP 47: "de", "de-CH"). Of languages that we have no lists for: only the locale.
Tongue tongue_of_tag(std::string_view tag);
// By the short words of the print (page_language.h); English, without a locale, if they do not tell.
Tongue tongue_of_print(const std::vector<Word>& words);

}  // namespace mailroom::ocr::reader
