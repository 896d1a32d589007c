// What the print around a place to write in calls it: the label for people, and an id out of its words. Pure,
// thread safe; points.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "ocr/field.h"
#include "ocr/reader/find_fields.h"

namespace mailroom::ocr::reader {

// Fields of the form's `page`, in the order of `found`; each id is new to `taken`.
std::vector<Field> named_fields(const std::vector<FoundField>& found, const std::vector<Word>& words,
                                int page, std::set<std::string>& taken);

// What the print calls each of `places`; empty where there is none.
std::vector<std::string> printed_labels(const std::vector<FoundField>& places,
                                        const std::vector<Word>& words);
// "1a Wages, salaries, tips (see instructions)" → "wages_salaries_tips": no line number, nothing in brackets,
// a few words. Empty if nothing is left.
std::string id_of_label(const std::string& label);

}  // namespace mailroom::ocr::reader
