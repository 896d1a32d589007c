// Whether a page is printed otherwise than the template that fits it: last year's edition, or another
// council's with one more line. Where the template's print is missing and other print stands in its place,
// outside the places where something may be written, and below the line that a fax machine prints. What is
// merely missing (a fold, a faint copy) or merely there (a stamp) says nothing. Pure, thread safe.
#pragma once

#include "ocr/reader/punched.h"
#include "ocr/reader/registration.h"

namespace mailroom::ocr::reader {

// True from so many `places` on: pieces of the page, a third of an inch wide, that are printed otherwise.
// `print`: the template's full picture; `page`: the page's; what lies in `holes` says nothing either.
bool contradicts(const Bits& page, const TemplatePage& of_template, const Bits& print,
                 const FineRegistration& registration, const std::vector<Hole>& holes, int places);

// What the page shows where the blank's pixels are, bent as the paper is.
Bits as_the_blank_lies(const Bits& page, const FineRegistration& registration, int width, int height);

// Rows of the blank that lie where a fax machine prints its line over the page, or a scanner its number.
int header_rows(const Homography& blank_to_page, int page_width);

// Where something may be written on the blank, its zones grown by `margin` pixels.
Bits writing_zones(const TemplatePage& page, int margin);
// The same without a margin at the quarter scale.
Bits quarter_writing_zones(const TemplatePage& page);

}  // namespace mailroom::ocr::reader
