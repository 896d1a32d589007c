// Where a field's labels stand on a page, and which words beside or below them are its value. Pure; thread
// safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/value_pattern.h"
#include "ocr/reader/wording.h"

namespace mailroom::ocr::reader {

// What stands beside a label.
struct LabelledValue {
  std::string text;   // all of it
  std::string value;  // what of it is the value
  Zone zone;
  double confidence = 1;  // of its words
};

// The places of one of a field's labels.
struct LabelPlaces {
  std::vector<Span> spans;
  std::vector<Zone> zones;   // of each span's words
  std::vector<Span> rivals;  // elsewhere, misread worse: it may be the one that is meant
};

// `form`, `lines` must outlive it.
class LabelSearch {
 public:
  LabelSearch(const Form& form, const std::vector<Line>& lines, bool recognised);

  // Words of tables' rows are nobody's labels ("Pension (employee)").
  void leave_out(const std::vector<Zone>& words);

  // Of each of the field's labels that is on the page, in the field's order.
  std::vector<LabelPlaces> places(const Field& field) const;
  // The values at these places, each beside its label or else below.
  std::vector<LabelledValue> values(const Field& field, const LabelPlaces& places,
                                    const ValuePattern& pattern) const;

  const std::string& locale() const { return locale_; }  // of the form
  // The words right of a label, whatever they are, if there are any and they are no label.
  std::optional<Zone> words_right(const Span& at) const;
  // Those of the field's label; none if it has several.
  std::optional<Zone> words_right(const Field& field) const;
  // Every value on the page that the pattern tells by itself.
  std::vector<LabelledValue> values_anywhere(const ValuePattern& pattern) const;

  // The only word that would be such a value if some of its letters were the figures that they look like.
  std::optional<Zone> likely_place(const ValuePattern& pattern) const;

  // Words that are part of some label of the form.
  bool is_label(const Word& word) const;
  bool begins_label(size_t line, size_t begin) const;
  // Whether it has a cell of its own, but for a number before it ("2. Registration No."); others are words of
  // a sentence ("in June gross pay was …") or of a table's row, and nothing but what follows may be their
  // value.
  bool begins_cell(const Span& at) const;
  const PageWordings& wordings() const { return wordings_; }

 private:
  Zone place_of(const Span& at) const { return zone_of(lines_[at.line], at.begin, at.end); }
  bool is_left_out(const Span& at) const;
  bool is_within_longer_label(const Span& at) const;
  bool is_better_as_other_label(const Span& at) const;
  std::optional<LabelledValue> value_in(size_t line, size_t begin, const ValuePattern& pattern) const;
  std::optional<LabelledValue> value_of(size_t line, size_t begin, size_t end,
                                        const ValuePattern& pattern) const;
  std::optional<LabelledValue> value_right(const Span& at, const ValuePattern& pattern) const;
  std::optional<LabelledValue> value_below(const Span& at, const ValuePattern& pattern) const;

  std::string locale_;
  const std::vector<Line>& lines_;
  PageWordings wordings_;
  std::vector<Span> labels_;  // of all fields
  std::vector<Zone> left_out_;
};

}  // namespace mailroom::ocr::reader
