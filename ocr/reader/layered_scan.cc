#include "ocr/reader/layered_scan.h"

#include "base/text.h"
#include "ocr/reader/evidence.h"
#include "ocr/reader/text_values.h"
#include "ocr/reader/widget_values.h"

namespace mailroom::ocr::reader {
namespace {

// The zones as the fields were read in, which on a scan are not the blank's.
std::vector<FieldZone> zones_of(const Form& form, const std::vector<FieldReading>& fields) {
  std::vector<FieldZone> zones;
  for (const FieldReading& field : fields) zones.push_back({form.find(field.id), field.zone});
  return zones;
}

// Which letters are the blank's own wording, if the text has it at all.
std::vector<bool> print_of(const TextPage& text, const Form& form, int page) {
  const std::vector<BlankWord> print = form.pages[static_cast<size_t>(page) - 1].words.list();
  return text.match(print, text.fit(print)).is_print;
}

// `typed` takes the place of what the ink says and is held against it.
void outrank(FieldReading& field, FieldReading typed) {
  typed.id = field.id;
  typed.acroform = field.acroform;
  typed.type = field.type;
  typed.page = field.page;
  typed.zone = field.zone;
  weigh_ink(typed, field);
  field = std::move(typed);
}

}  // namespace

void weigh_text_over_picture(const OpenedPage& page, const Form& form, int form_page,
                             std::vector<FieldReading>& fields) {
  if (page.words.empty() && page.widgets.empty()) return;
  const TextPage text(page.words);
  const auto values = text_values(text, print_of(text, form, form_page), zones_of(form, fields));
  for (size_t i = 0; i < fields.size(); ++i) {
    const Widget* widget = widget_of(*values[i].field, fields[i].zone, page.widgets);
    const bool is_typed =
        widget != nullptr && (widget->is_button ? widget->is_ticked : !widget->value.empty());
    if (is_typed) {
      outrank(fields[i], reading_of(*values[i].field, *widget, values[i].text));
    } else if (!values[i].text.empty()) {
      outrank(fields[i], reading_of(values[i]));
    }
  }
}

void weigh_unseen_text(const OpenedPage& page, const Form& form, int form_page,
                       std::vector<FieldReading>& fields) {
  if (page.unseen_words.empty()) return;
  const TextPage text(page.unseen_words);
  const std::vector<bool> is_print = print_of(text, form, form_page);
  const auto zones = zones_of(form, fields);
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string hidden = text_inside(text, is_print, zones[i]);
    // Somebody's OCR makes letters of a box's own outline: only what it says of text counts.
    if (hidden.empty() || fields[i].type == FieldType::checkbox) continue;
    if (!is_same_value(fields[i].type, fields[i].value.text_or(""), hidden))
      contradict(fields[i], Value(hidden));
  }
}

}  // namespace mailroom::ocr::reader
