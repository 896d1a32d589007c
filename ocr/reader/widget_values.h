// Field values out of a PDF's own form, as far as the page does not show something else. Pure.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// The widget of a field: by name, and where several share it, the one in its place; a form that was made anew
// has other names in the same places. Null if there is none. `zone` is the field's on the page.
const Widget* widget_of(const Field& field, const Zone& zone, const std::vector<Widget>& widgets);

// The field as its widget says it; page and names are left to the caller. `shown` is what the text layer has
// in its place: a conflict where it says something else, or where the widget is not to be seen at all.
FieldReading reading_of(const Field& field, const Widget& widget, const std::string& shown);

}  // namespace mailroom::ocr::reader
