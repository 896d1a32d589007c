// The ink of a scanned page of free layout: what its words show is read again from it, by both recognisers,
// as one line each. What is read of a place is the ink's; the words only tell where to look. Not thread safe
// because Tesseract is not.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ocr/reader/cell_ink.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/label_search.h"
#include "ocr/reader/read_free_scan.h"

namespace mailroom::ocr::reader {

inline constexpr double kUnseen = 0.9;  // of a value that the words show and the ink does not

// A value that a group of ink may be.
struct InkValue {
  std::string value, text;
  double confidence = 0;
  Area place;
  std::vector<std::pair<std::string, double>> alternatives;
};

// Everything it is given must outlive it. The page is prepared when a place is first looked at.
class FreeInk {
 public:
  FreeInk(const InkReader& ink, const Form& form, const FreeScan& scan, const LabelSearch& search)
      : ink_(ink), form_(form), scan_(scan), search_(search) {}

  const InkPage& page();
  // The words of labels: no part of any value.
  const std::vector<Area>& print() const { return print_; }
  Area area_of(const Zone& zone) const;
  Zone zone_of(const Area& area) const;
  // The place of words, with room for what recognition cuts off above and below a line.
  Area area_in_line(const Zone& zone);

  // The ink in a place, rules taken away; no pieces if there is none.
  InkGroup ink_in(const Area& place);
  // The ink of words and what goes on beside them, letter by letter, up to `x0` and `x1`: recognition may
  // have cut letters off.
  InkGroup line_at(const Zone& words, double x0, double x1);

  // What the whole page's recognition reads where the group stands.
  std::string page_text(const Area& place) const;
  // The group as a value of the field; none if it is none. `label_errors`: misreadings in what says that it
  // is the field's.
  std::optional<InkValue> value_of(const Field& field, const ValuePattern& pattern, const InkGroup& group,
                                   int label_errors);
  // A line of words, read again from its ink: how sure it is then. Where that says something else, Tesseract
  // looks at the line twice more, and `text` becomes what most say.
  double read_again(const Field& field, const InkGroup& line, std::string& text);

 private:
  bool are_words(const std::string& text) const;  // of the form's language
  std::string what_most_say(const Field& field, const FieldInk& line, const std::string& by_page,
                            const std::string& by_ink) const;

  const InkReader& ink_;
  const Form& form_;
  const FreeScan& scan_;
  const LabelSearch& search_;
  std::optional<InkPage> page_;
  double to_pixels_x_ = 1, to_pixels_y_ = 1;
  std::vector<Area> print_;
};

}  // namespace mailroom::ocr::reader
