// A page of which no blank is known, recognised whole: in which of the languages that the templates declare
// it is written shows when it has been read in one of them. Not thread safe, as Tesseract is not.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/ink.h"
#include "ocr/reader/page.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

// Of `languages` (ocr/language.h) the one whose short words (articles, prepositions, pronouns) are most among
// these, if they are at least four and half as many again as those of `languages.front()`; otherwise that
// one. Those words have few accents and come through a reading in the wrong language. A language that we have
// no such words of is never chosen over another. Pure.
std::string likeliest_language(const std::vector<Word>& words, const std::vector<std::string>& languages);

struct RecognisedPage {
  std::vector<Word> words;
  std::string language;
};

// Read in the first language, and in the likeliest once more if that is another. `languages`: at least one.
RecognisedPage recognise_page(const InkReader& ink, const Raster& image, double dpi,
                              const std::vector<std::string>& languages);

}  // namespace mailroom::ocr::reader
