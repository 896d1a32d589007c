// Letters: pages that are no form but something to read. Told by how their words stand, sorted into the kinds
// that the site's templates know (layout: letter) by what they say. Pure, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/word_lines.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// Whether most words stand in lines of several, as people write, and these are greeted with or stand alone:
// forms have sentences too, but beside boxes or in columns.
bool is_letter(const std::vector<Line>& lines, bool recognised);

// The kinds of which a phrase is there, the one of which most letters are there first; a phrase may run on
// into the next line. `recognised`: words may have been misread. Each kind comes with the longest of its
// phrases.
std::vector<LetterKind> kinds_of_letter(const std::vector<Form>& forms, const std::vector<Line>& lines,
                                        bool recognised);

// None if the page is no letter, nor a short note that says what a kind asks for.
std::optional<std::vector<LetterKind>> read_letter(const std::vector<Form>& forms,
                                                   const std::vector<Line>& lines, bool recognised);

// Why the page is no form, for a person.
std::string why_letter(const std::vector<LetterKind>& kinds);

// A mail's body is a letter whatever it says; its phrases have no place.
std::vector<LetterKind> read_plain_letter(const std::vector<Form>& forms, std::string_view text);

}  // namespace mailroom::ocr::reader
