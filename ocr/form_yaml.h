// The YAML of a template, parsed and written; the one file of ocr/ that knows yaml-cpp is its .cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "ocr/form.h"

namespace mailroom::ocr {

// Where the parts of a template stand in its file, for the checks that come after parsing.
struct TablePlaces {
  Place table;                 // its id
  std::vector<Place> columns;  // their ids
};
struct FormPlaces {
  Place form;                       // the id
  Place code;                       // the form's code, or the template's first line
  Place unless;                     // likewise
  Place language;                   // the form's language, or the id
  std::vector<Place> pages;         // as Form::pages: the page's code, or the page
  std::vector<Place> fields;        // as Form::fields: the field's id
  std::vector<Place> zones;         // as Form::fields: the zone, or the field's id
  std::vector<TablePlaces> tables;  // as Form::tables
};

// Shapes and words only; what must fit together is checked by check_form. None if nothing can be made of it.
std::optional<Form> parse_form_yaml(std::string_view yaml, const std::string& file, FormPlaces& places,
                                    std::vector<Diagnostic>& problems);

// Ids unique, zones on their pages, overlaps (a warning), what a layout needs.
void check_form(const Form& form, const FormPlaces& places, std::vector<Diagnostic>& problems);

std::string to_yaml(const Form& form);

}  // namespace mailroom::ocr
