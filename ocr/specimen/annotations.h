// What is written on a form beside its fields: an office's stamps, notes in the margins and between the
// boxes, signatures where the form asks for one. Stamps and notes keep off what is written where they find
// room; a busy page's entries may be touched, as in life. Each says where it put what.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/form.h"
#include "ocr/specimen/ink_layer.h"
#include "ocr/specimen/page_space.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

struct Annotation {
  enum class Kind { note, stamp, signature } kind = Kind::note;
  int page = 1;      // of the form
  Zone zone;         // points; about, for what is turned or drawn by hand
  std::string text;  // "" for a signature
};
std::string_view to_string(Annotation::Kind kind);

// None to two stamps, most with a date.
std::vector<Annotation> add_stamps(const PageSpace& space, Random random, InkLayer& ink);
// None to three notes, most by hand, with or without a line under them.
std::vector<Annotation> add_notes(const PageSpace& space, Random random, InkLayer& ink);
// On most of the lines that are labelled "signature" and are no field, and the day where "Date" stands
// beside.
std::vector<Annotation> add_signatures(const Form& form, int page, const PageSpace& space, Random random,
                                       InkLayer& ink);

}  // namespace mailroom::ocr::specimen
