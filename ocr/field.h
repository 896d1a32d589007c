// A field of a form template. Plain values; see ocr/form.h.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/expected_code.h"
#include "ocr/zone.h"

namespace mailroom::ocr {

// What may be written in a field, which decides its alphabet and how its text becomes a value (workflows/).
enum class FieldType { text, name, integer, amount, date, checkbox };

struct Field {
  std::string id;        // unique in the form, snake_case: what workflows say
  std::string acroform;  // fully qualified PDF name, empty if the blank had no such field
  std::string label;     // for people: "National Insurance number (box 3)"
  FieldType type = FieldType::text;
  std::string format;    // an identifier's format (base/identifier.h), for example "nino"; may be empty
  std::string on_value;  // checkbox: the PDF's export value when ticked ("1", "Yes"); may be empty
  int page = 1;          // of the form
  Zone zone;             // where the writing goes; unused (all 0) for fields found by their label
  int max_length = 0;    // characters; 0: no limit
  bool comb = false;     // max_length cells of equal width
  bool multiline = false;
  bool required = false;
  // Type and format are what the label suggests, and nobody has said that they are right: rules go by them,
  // but what is written is read as whatever it is.
  bool proposed = false;
  double threshold = 0;  // accept at this confidence or more; 0: as the error budget says
  // Fields of a form without fixed places: the label's wording ("Net pay", "Net amount"), and where the value
  // stands.
  std::vector<std::string> near;
  enum class Side { any, right, below } side = Side::any;
  // Its value is printed in a barcode, inside its zone or, without one, anywhere on its page; ink is not
  // read.
  std::optional<ExpectedCode> barcode;
  // ECMAScript regular expression that the whole value must match; what its first group matches is then the
  // value. May be empty.
  std::string pattern;
  std::string language;  // of what is written here (language.h); empty: the form's
};

// A form's fields, in their order. Those of a thousand forms are many and large, and whoever reads a page
// looks at one form's: so the list may be made when somebody first looks at it. Cheap to copy; thread safe
// but for push_back().
class FieldList {
 public:
  using const_iterator = std::vector<Field>::const_iterator;

  FieldList() = default;  // none
  FieldList(std::vector<Field> fields);
  FieldList(std::initializer_list<Field> fields) : FieldList(std::vector<Field>(fields)) {}
  // `make` is called at most once.
  static FieldList made_later(std::function<std::vector<Field>()> make);

  const std::vector<Field>& list() const;
  const_iterator begin() const { return list().begin(); }
  const_iterator end() const { return list().end(); }
  size_t size() const { return list().size(); }
  bool empty() const { return list().empty(); }
  const Field& operator[](size_t i) const { return list()[i]; }
  const Field& at(size_t i) const { return list().at(i); }

  void push_back(Field field);

 private:
  struct Content;
  std::shared_ptr<Content> content_;
};

std::string_view to_string(FieldType type);
std::optional<FieldType> parse_field_type(std::string_view text);

}  // namespace mailroom::ocr
