// PDF pages: field values by qpdf, words and pictures by poppler, scans taken out as they are.
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "base/error.h"
#include "ocr/reader/document.h"
#include "ocr/reader/limits.h"
#include "ocr/reader/pdf_file.h"
#include "ocr/reader/pdf_pages.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kScanDpi = 300;           // of a scan that cannot be taken out of its page
constexpr double kPlainDpi = 200;          // of a page without any words
constexpr double kProofDpi = 100;          // to see whether a word is there to be seen
constexpr int kProofDark = 160;            // of 255: darker is ink
constexpr double kMaxPagePoints = 14'400;  // ISO 32000-1, annex C

Widget widget_of(const PdfField& field) {
  Widget widget;
  widget.name = field.name;
  widget.zone = field.zone;
  widget.is_hidden = field.is_hidden;
  widget.has_appearance = field.has_appearance;
  if (field.kind != PdfField::Kind::checkbox && field.kind != PdfField::Kind::radio) {
    widget.value = field.value;
    widget.is_choice = field.kind == PdfField::Kind::choice;
    return widget;
  }
  widget.is_button = true;
  widget.on_value = field.on_value;
  const bool is_shown = !field.appearance_state.empty() && field.appearance_state != "Off";
  // Without a known state of its own any value but Off means ticked; with one, that one.
  const bool is_meant = !field.value_state.empty() && field.value_state != "Off" &&
                        (field.on_value.empty() || field.value_state == field.on_value);
  widget.is_ticked = field.appearance_state.empty() ? is_meant : is_shown;
  widget.contradicts_itself =
      !field.appearance_state.empty() && !field.value_state.empty() && is_shown != is_meant;
  return widget;
}

bool is_value(const PdfField& field) {
  using Kind = PdfField::Kind;
  return !field.name.empty() && (field.kind == Kind::text || field.kind == Kind::choice ||
                                 field.kind == Kind::checkbox || field.kind == Kind::radio);
}

// Is there anything dark where the word says it stands?
bool is_seen(const Word& word, Pix* picture) {
  const double scale = kProofDpi / kPointsPerInch;
  const int x0 = std::max(0, static_cast<int>(word.zone.x0 * scale));
  const int y0 = std::max(0, static_cast<int>(word.zone.y0 * scale));
  const int x1 = std::min(pixGetWidth(picture) - 1, static_cast<int>(word.zone.x1 * scale) + 1);
  const int y1 = std::min(pixGetHeight(picture) - 1, static_cast<int>(word.zone.y1 * scale) + 1);
  for (int y = y0; y <= y1; ++y) {
    const l_uint32* line = pixGetData(picture) + static_cast<ptrdiff_t>(y) * pixGetWpl(picture);
    for (int x = x0; x <= x1; ++x) {
      if (GET_DATA_BYTE(line, x) < kProofDark) return true;
    }
  }
  return false;
}

class Pdf final : public Document {
 public:
  Pdf(std::string_view bytes, const ReaderLimits& limits)
      : bytes_(bytes), limits_(limits), file_(bytes, limits) {}

  int page_count() const override { return file_.page_count(); }

  OpenedPage page(int index) override {
    OpenedPage page;
    page.number = index + 1;
    page.width = file_.width(index);
    page.height = file_.height(index);
    if (!(page.width > 0 && page.height > 0 && page.width <= kMaxPagePoints &&
          page.height <= kMaxPagePoints)) {
      throw Error(Fault::document, "damaged",
                  "page " + std::to_string(page.number) + " of the PDF has an impossible size");
    }
    for (const PdfField& field : file_.fields(index)) {
      if (is_value(field)) page.widgets.push_back(widget_of(field));
    }
    PdfPageLook look = file_.look(index);
    page.is_scan = look.is_scan;
    if (page.is_scan) {
      take_picture(page, index, std::move(look.picture));
      // Written over the picture it is evidence; mixed with what is not seen nobody can tell them apart.
      if (look.has_hidden_text) {
        page.unseen_words = pages().words(index);
      } else if (look.has_visible_text) {
        page.words = pages().words(index);
      }
      return page;
    }
    page.painting = std::move(look.painting);
    page.words = pages().words(index);
    if (look.has_hidden_text) set_unseen_apart(page, index);
    if (page.words.empty() && page.widgets.empty()) {
      page.image = render(index, kPlainDpi);
      page.dpi_x = page.dpi_y = kPlainDpi;
    }
    return page;
  }

  Raster render(int index, double dpi) override {
    check_pixels(file_.width(index) * dpi / kPointsPerInch, file_.height(index) * dpi / kPointsPerInch);
    return pages().render(index, dpi);
  }

 private:
  // Opened when first needed: a scan taken out as it is does without.
  PdfPages& pages() {
    if (!pages_) pages_.emplace(bytes_, file_.units());
    return *pages_;
  }

  void check_pixels(double width, double height) const {
    if (width * height > static_cast<double>(limits_.pixels))
      throw too_many_pixels(width, height, limits_.pixels);
  }

  void take_picture(OpenedPage& page, int index, Raster picture) {
    if (picture != nullptr) {
      check_pixels(pixGetWidth(picture.get()), pixGetHeight(picture.get()));
      page.dpi_x = pixGetWidth(picture.get()) * kPointsPerInch / page.width;
      page.dpi_y = pixGetHeight(picture.get()) * kPointsPerInch / page.height;
      pixSetResolution(picture.get(), static_cast<l_int32>(std::lround(page.dpi_x)),
                       static_cast<l_int32>(std::lround(page.dpi_y)));
      page.image = std::move(picture);
      return;
    }
    page.image = render(index, kScanDpi);
    page.dpi_x = page.dpi_y = kScanDpi;
  }

  void set_unseen_apart(OpenedPage& page, int index) {
    const Raster proof = render(index, kProofDpi);
    const auto first_unseen = std::stable_partition(
        page.words.begin(), page.words.end(), [&](const Word& word) { return is_seen(word, proof.get()); });
    std::move(first_unseen, page.words.end(), std::back_inserter(page.unseen_words));
    page.words.erase(first_unseen, page.words.end());
  }

  std::string_view bytes_;
  ReaderLimits limits_;
  PdfFile file_;
  std::optional<PdfPages> pages_;
};

}  // namespace

std::unique_ptr<Document> open_pdf(std::string_view bytes, const ReaderLimits& limits) {
  return std::make_unique<Pdf>(bytes, limits);
}

}  // namespace mailroom::ocr::reader
