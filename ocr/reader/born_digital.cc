#include "ocr/reader/born_digital.h"

#include <leptonica/allheaders.h>

#include <algorithm>

#include "base/text.h"
#include "ocr/reader/evidence.h"
#include "ocr/reader/text_values.h"
#include "ocr/reader/widget_values.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kTextMargin = 1.5;   // points: the outline of a text field
constexpr double kMarkMargin = 0.25;  // of a box's side: its own outline
constexpr double kMarkInk = 0.03;     // share of dark pixels inside the box that makes it ticked
constexpr int kDark = 160;            // of 255

double margin_of(const FieldReading& field) {
  const bool is_box = field.type == FieldType::checkbox;
  return is_box ? kMarkMargin * std::min(field.zone.width(), field.zone.height()) : kTextMargin;
}

bool is_empty(const FieldReading& field) {
  return field.type == FieldType::checkbox ? !field.value.is_true() : field.value.text_or("").empty();
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

enum class Doubt {
  none,
  drawn,   // something is in the zone that text and widgets do not have
  unseen,  // the page may not show what they have
};

// The page's fields as text and widgets have them, and which of them the picture must confirm.
class Fields {
 public:
  Fields(const OpenedPage& page, const TextPage& text, const TextPlacement& placement,
         const Unexplained& unexplained)
      : page_(page), unexplained_(unexplained) {
    const auto zones = field_zones(*placement.form, placement.form_page, placement.fit);
    for (const TextValue& value : text_values(text, placement.match.is_print, zones)) add(value);
  }

  std::vector<FieldReading> settle(const PictureEvidence& picture) {
    if (std::all_of(doubts_.begin(), doubts_.end(), [](Doubt d) { return d == Doubt::none; })) {
      return std::move(fields_);
    }
    const std::vector<FieldReading> ink = picture.read ? picture.read() : std::vector<FieldReading>();
    Raster proof;
    for (size_t i = 0; i < fields_.size(); ++i) {
      if (doubts_[i] == Doubt::none) continue;
      FieldReading& field = fields_[i];
      const auto seen = std::find_if(ink.begin(), ink.end(),
                                     [&](const FieldReading& reading) { return reading.id == field.id; });
      if (seen != ink.end()) {
        weigh_ink(field, *seen);
        // Something is drawn there, and recognition makes nothing of it: a person may.
        if (doubts_[i] == Doubt::drawn && is_empty(field)) leave_unsure(field);
      } else if (field.source == Source::mark && picture.proof) {
        if (proof == nullptr) proof = picture.proof();
        if (proof != nullptr)
          field.value = field.value.is_true() || dark_share(proof.get(), field.zone) > kMarkInk;
      } else {
        leave_unsure(field);
      }
    }
    return std::move(fields_);
  }

 private:
  void add(const TextValue& value) {
    const Field& field = *value.field;
    const Widget* widget = widget_of(field, value.zone, page_.widgets);
    FieldReading reading = widget != nullptr ? reading_of(field, *widget, value.text) : reading_of(value);
    reading.id = field.id;
    reading.acroform = field.acroform;
    reading.type = field.type;
    reading.page = page_.number;
    reading.zone = widget != nullptr ? widget->zone : value.zone;
    // Bars are drawn; what they say is read from the picture (code_fields.h).
    doubts_.push_back(field.barcode ? Doubt::none : doubt(reading, value, widget));
    fields_.push_back(std::move(reading));
  }

  Doubt doubt(const FieldReading& reading, const TextValue& text, const Widget* widget) const {
    if (text.is_nameless || unexplained_.is_drawn_in(reading.zone, margin_of(reading))) return Doubt::drawn;
    const bool is_hidden = !text.text.empty() && unexplained_.is_text_hidden_in(reading.zone);
    // An appearance of its own that shows none of the value.
    const bool is_unshown = widget != nullptr && !widget->is_button && !widget->is_choice &&
                            widget->has_appearance && !widget->is_hidden && text.text.empty() &&
                            !is_empty(reading);
    return is_hidden || is_unshown ? Doubt::unseen : Doubt::none;
  }

  const OpenedPage& page_;
  const Unexplained& unexplained_;
  std::vector<FieldReading> fields_;
  std::vector<Doubt> doubts_;  // field by field
};

}  // namespace

std::vector<FieldReading> read_born_digital(const OpenedPage& page, const TextPage& text,
                                            const TextPlacement& placement, const Unexplained& unexplained,
                                            const PictureEvidence& picture) {
  return Fields(page, text, placement, unexplained).settle(picture);
}

}  // namespace mailroom::ocr::reader
