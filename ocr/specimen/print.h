// A filled-in page as it comes from the writer's desk: the blank, and his entries where their fields are.
#pragma once

#include "ocr/form.h"
#include "ocr/specimen/filling.h"
#include "ocr/specimen/ink_layer.h"
#include "ocr/specimen/random.h"
#include "ocr/specimen/writer.h"

namespace mailroom::ocr::specimen {

// Draws the entries of a page's fields (1 is the form's first).
void write_page(const Form& form, int page, const Filling& filling, const Writer& writer,
                const Random& random, InkLayer& ink);

}  // namespace mailroom::ocr::specimen
