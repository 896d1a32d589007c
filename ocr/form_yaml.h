// The YAML of a template, parsed and written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/yaml.h"
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

// What can be made of a template's text, however broken it is. Shapes and words only; what must fit together
// is checked by check_form.
struct FormText {
  Form form;
  FormPlaces places;
  yaml::Node root;
  bool is_yaml = false;              // else what could be understood of it
  std::vector<Diagnostic> of_text;   // what is wrong with its YAML
  std::vector<Diagnostic> problems;  // what is wrong with its keys and values
};
FormText parse_form_yaml(std::string_view yaml, const std::string& file);

// Ids unique, zones on their pages, overlaps (a warning), what a layout needs.
void check_form(const Form& form, const FormPlaces& places, std::vector<Diagnostic>& problems);

std::string to_yaml(const Form& form);

}  // namespace mailroom::ocr
