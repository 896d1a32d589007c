#include "ocr/reader/born_digital.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <map>

#include "base/decimal.h"
#include "base/text.h"
#include "ocr/reader/text_values.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kTyped = 1;  // a PDF value is what was typed
constexpr double kContradicted = 0.5;
constexpr double kSameZone = 0.5;  // share of overlap by which a widget is a field's, whatever its name
constexpr double kPointsPerInch = 72;
constexpr double kMarkMargin = 0.25;  // of a box's side: its own outline
constexpr double kMarkInk = 0.03;     // share of dark pixels inside the box that makes it ticked
constexpr int kDark = 160;            // of 255

double overlap_share(const Zone& a, const Zone& b) {
  const double w = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const double h = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  const double larger = std::max(a.width() * a.height(), b.width() * b.height());
  return w > 0 && h > 0 && larger > 0 ? w * h / larger : 0;
}

// The widget of a field: by name, and where several share it, the one in its place; a form that was made anew
// has other names in the same places.
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

std::string without(std::string_view text, std::string_view unwanted) {
  std::string out;
  for (const char c : text) {
    if (unwanted.find(c) == std::string_view::npos) out += c;
  }
  return out;
}

// A PDF's value and what it shows differ by format alone: "1234.5" shows as "1,234.50", 2026-11-23 as
// 23/11/2026.
bool says_the_same(const Field& field, const std::string& value, const std::string& shown) {
  const std::string a = without(value, " \t\r\n"), b = without(shown, " \t\r\n");
  if (a == b) return true;
  const std::string plain_b = replace_all(replace_all(b, "£", ""), "€", "");
  if (plain_b.ends_with('%')) return true;
  const auto na = Decimal::parse(without(a, ",$")), nb = Decimal::parse(without(plain_b, ",$"));
  if (na && nb) return na->to_fixed(2) == nb->to_fixed(2);
  if (field.type != FieldType::date) return false;
  const auto digits = [](const std::string& text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c >= '0' && c <= '9'; });
    std::sort(out.begin(), out.end());
    return out;
  };
  return digits(a) == digits(b);
}

FieldReading from_widget(const Field& field, const Widget& widget, const std::string& shown) {
  FieldReading reading;
  reading.source = Source::acroform;
  reading.confidence = kTyped;
  if (widget.is_button) {
    reading.value = widget.is_ticked;
    reading.text = widget.is_ticked ? widget.on_value : "";
    if (widget.contradicts_itself) {
      reading.conflict = true;
      reading.confidence = kContradicted;
      reading.alternatives.push_back({Value(!widget.is_ticked), 1 - kContradicted});
    }
    return reading;
  }
  reading.text = widget.value;
  reading.value = std::string(trim(replace_all(replace_all(widget.value, "\r\n", "\n"), "\r", "\n")));
  if (!shown.empty() && !widget.is_choice && !says_the_same(field, widget.value, shown)) {
    reading.conflict = true;
    reading.confidence = kContradicted;
    reading.alternatives.push_back({Value(shown), 1 - kContradicted});
  }
  return reading;
}

FieldReading from_text(const Field& field, const TextValue& text) {
  FieldReading reading;
  reading.source = Source::text;
  reading.text = text.text;
  reading.confidence = text.confidence;
  if (field.type == FieldType::checkbox) {
    reading.source = Source::mark;
    reading.value = !text.text.empty();
    return reading;
  }
  // Blanks inside a number are its makers' spacing.
  const bool is_number =
      field.type == FieldType::amount || field.type == FieldType::integer || field.type == FieldType::date;
  const bool has_letters = std::any_of(text.text.begin(), text.text.end(),
                                       [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
  reading.value = is_number && !has_letters ? without(text.text, " ") : text.text;
  return reading;
}

double dark_share(Pix* picture, const Zone& zone) {
  const double scale = kProofDpi / kPointsPerInch;
  const double mx = zone.width() * kMarkMargin, my = zone.height() * kMarkMargin;
  const int x0 = std::max(0, static_cast<int>((zone.x0 + mx) * scale));
  const int y0 = std::max(0, static_cast<int>((zone.y0 + my) * scale));
  const int x1 = std::min(pixGetWidth(picture) - 1, static_cast<int>((zone.x1 - mx) * scale));
  const int y1 = std::min(pixGetHeight(picture) - 1, static_cast<int>((zone.y1 - my) * scale));
  int dark = 0, all = 0;
  for (int y = y0; y <= y1; ++y) {
    const l_uint32* line = pixGetData(picture) + static_cast<ptrdiff_t>(y) * pixGetWpl(picture);
    for (int x = x0; x <= x1; ++x, ++all) dark += GET_DATA_BYTE(line, x) < kDark;
  }
  return all > 0 ? static_cast<double>(dark) / all : 0;
}

// Ticks may be drawn, not typed. A page on which some box is ticked by a letter ticks all its boxes so.
void look_for_drawn_marks(std::vector<FieldReading>& fields, const Proof& proof) {
  const auto is_box = [](const FieldReading& f) {
    return f.type == FieldType::checkbox && f.source == Source::mark;
  };
  const bool has_boxes = std::any_of(fields.begin(), fields.end(), is_box);
  const bool is_typed = std::any_of(fields.begin(), fields.end(),
                                    [&](const FieldReading& f) { return is_box(f) && f.value.is_true(); });
  if (!has_boxes || is_typed) return;
  const Raster picture = proof();
  if (picture == nullptr) return;
  for (FieldReading& field : fields) {
    if (is_box(field) && dark_share(picture.get(), field.zone) > kMarkInk) field.value = true;
  }
}

}  // namespace

std::vector<FieldReading> read_born_digital(const OpenedPage& page, const TextPage& text,
                                            const TextPlacement& placement, const Proof& proof) {
  std::vector<FieldReading> fields;
  for (const TextValue& value : text_values(text, placement)) {
    const Field& field = *value.field;
    const Widget* widget = widget_of(field, value.zone, page.widgets);
    FieldReading reading =
        widget != nullptr ? from_widget(field, *widget, value.text) : from_text(field, value);
    reading.id = field.id;
    reading.acroform = field.acroform;
    reading.type = field.type;
    reading.page = page.number;
    reading.zone = widget != nullptr ? widget->zone : value.zone;
    fields.push_back(std::move(reading));
  }
  look_for_drawn_marks(fields, proof);
  return fields;
}

}  // namespace mailroom::ocr::reader
