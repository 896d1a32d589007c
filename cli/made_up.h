// Made-up values in the place of personal ones, of the same shape: names for names, valid identifiers for
// valid ones and invalid for invalid, dates and figures as long as they were. What is replaced cannot be
// found out from what takes its place: that is drawn by the order in which values come, not by what they are.
// The same value is replaced by the same one throughout. docs/decisions/0023. One thread.
#pragma once

#include <map>
#include <string>

#include "ocr/form.h"
#include "ocr/specimen/random.h"

namespace mailroom::cli {

class MadeUp {
 public:
  // `is_read`: a rule reads the field, so that the outcome may hang on it: its dates, figures and codes stay.
  std::string in_place_of(const std::string& text, const ocr::Form& form, const ocr::Field& field,
                          bool is_read);
  // Of a text of which only its letters and figures are known.
  std::string of_shape(const std::string& text);

 private:
  std::string make(const std::string& text, const ocr::Form& form, const ocr::Field& field);

  ocr::specimen::Random random_{1};
  std::map<std::string, std::string> made_;  // by what it stands for, and as what
};

}  // namespace mailroom::cli
