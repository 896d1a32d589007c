// Made-up values, by what a field asks for. Nobody's: names and places are drawn from lists, mail domains are
// RFC 2606's, telephone numbers those that are kept for drama (Ofcom; NANPA's 555-01xx) or of no exchange.
#pragma once

#include <string>

#include "ocr/form.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

// How long a value may be, in characters; both at least 1.
struct Room {
  int wanted = 20;  // fits at the size its writer likes
  int most = 30;    // fits when written small
  int lines = 1;    // for multi-line fields
};

// A text for the field that is valid for its type, format, pattern, length and the form's locale. "" if none
// fits. Lines are separated by '\n'. Checkboxes have no text.
std::string make_value(const Form& form, const Field& field, const Room& room, Random& random);

}  // namespace mailroom::ocr::specimen
