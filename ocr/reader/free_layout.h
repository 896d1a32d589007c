// Documents without fixed places, such as payslips: known by their phrases, read by their labels. Works on a
// text layer's words, or on recognised ones, whose confidence then bounds that of the values. Pure.
#pragma once

#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/page.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// Words in lines from the top, each line from the left. Points into the words it was made of.
using Line = std::vector<const Word*>;
std::vector<Line> lines_of(const std::vector<Word>& words);
// A line of text for each line, wide gaps kept as a tab.
std::string text_of(const std::vector<Line>& lines);

// Which free layout among the forms; null if none, or if two fit equally (then they are `candidates`).
const Form* identify_free_layout(const std::vector<Form>& forms, const std::vector<Line>& lines,
                                 std::vector<Alternative>& candidates);

// Every field of the form; page numbers and sources are the caller's.
std::vector<FieldReading> read_free_layout(const Form& form, const std::vector<Line>& lines);

}  // namespace mailroom::ocr::reader
