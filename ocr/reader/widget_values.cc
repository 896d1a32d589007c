#include "ocr/reader/widget_values.h"

#include <algorithm>

#include "base/text.h"
#include "ocr/reader/evidence.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kTyped = 1;       // a PDF value is what was typed
constexpr double kSameZone = 0.5;  // share of overlap by which a widget is a field's, whatever its name

double overlap_share(const Zone& a, const Zone& b) {
  const double w = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const double h = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  const double larger = std::max(a.width() * a.height(), b.width() * b.height());
  return w > 0 && h > 0 && larger > 0 ? w * h / larger : 0;
}

}  // namespace

const Widget* widget_of(const Field& field, const Zone& zone, const std::vector<Widget>& widgets) {
  const bool is_button = field.type == FieldType::checkbox;
  const Widget* best = nullptr;
  double best_score = kSameZone;
  for (const Widget& widget : widgets) {
    if (widget.is_button != is_button) continue;
    const bool is_named = !field.acroform.empty() && widget.name == field.acroform;
    const double score = overlap_share(zone, widget.zone) + (is_named ? 1 : 0);
    if (score > best_score) {
      best = &widget;
      best_score = score;
    }
  }
  return best;
}

FieldReading reading_of(const Field& field, const Widget& widget, const std::string& shown) {
  FieldReading reading;
  reading.source = Source::acroform;
  reading.confidence = kTyped;
  if (widget.is_button) {
    reading.value = widget.is_ticked;
    reading.text = widget.is_ticked ? widget.on_value : "";
    const bool is_ticked_unseen = widget.is_ticked && widget.is_hidden;
    if (widget.contradicts_itself || is_ticked_unseen) contradict(reading, Value(!widget.is_ticked));
    return reading;
  }
  reading.text = widget.value;
  reading.value = std::string(trim(replace_all(replace_all(widget.value, "\r\n", "\n"), "\r", "\n")));
  const bool is_shown_otherwise =
      !shown.empty() && !widget.is_choice && !is_same_value(field.type, widget.value, shown);
  const bool is_unseen = widget.is_hidden && shown.empty() && !reading.value.text().empty();
  if (is_shown_otherwise || is_unseen) contradict(reading, Value(shown));
  return reading;
}

}  // namespace mailroom::ocr::reader
