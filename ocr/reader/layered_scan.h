// A page that is seen both as a picture and as text or PDF fields: a scan with somebody's OCR under it, a
// form whose blank is a picture. What was typed over the picture outranks its ink; what nobody sees is
// believed nowhere, but where it says something else than the ink a person must look. Pure.
#pragma once

#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// `fields` are the readings that stand, of the form's page; their zones are places of the page as displayed.
void weigh_text_over_picture(const OpenedPage& page, const Form& form, int form_page,
                             std::vector<FieldReading>& fields);
void weigh_unseen_text(const OpenedPage& page, const Form& form, int form_page,
                       std::vector<FieldReading>& fields);

}  // namespace mailroom::ocr::reader
