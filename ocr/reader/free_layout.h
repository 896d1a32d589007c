// Documents without fixed places, such as payslips and filings of which no blank is known: told by their
// phrases, read by their labels. Works on a text layer's words or on recognised ones; what the ink itself
// shows is read_free_scan.h's business. In pieces: word_lines (words in lines), wording (labels and phrases
// among them), label_search (the values beside labels), value_pattern (what a value looks like). Pure, thread
// safe.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/reader/label_search.h"
#include "ocr/reader/word_lines.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// Which free layout among the forms; null if none, or if two fit equally (then they are `candidates`). A form
// fits if all of its phrases are there, of a phrase's wordings ("means of transmission | dates of
// transmission") one; the one of which more letters are there is the better one. `recognised`: words may have
// been misread.
const Form* identify_free_layout(const std::vector<Form>& forms, const std::vector<Line>& lines,
                                 bool recognised, std::vector<Alternative>& candidates);

// The field as its words tell it: beside its label or, without one, wherever its pattern is. Page number and
// source are the caller's.
FieldReading read_by_label(const Field& field, const LabelSearch& search);

inline constexpr double kExact = 0.9999;  // one label, one value that fits, on a text layer
// What is said where no value stands beside the label: the layout may be new.
inline constexpr double kNotFound = 0.5;
inline constexpr double kTwoValues = 0.6;  // the label is there twice and says two things

}  // namespace mailroom::ocr::reader
