// Setting a letter with Pango on cairo's PDF surface. Millimetres from the page's top left; cairo's points.
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "connectors/letter.h"

namespace mailroom::connectors {

namespace {

constexpr double kPointsPerMillimetre = 72 / 25.4;
constexpr double kWidth = 210, kHeight = 297, kLeft = 25, kRight = 20, kTop = 25, kBottom = 25;
constexpr double kAddressLeft = 20 + 5, kAddressTop = 50, kBodyTop = 98;
constexpr const char* kFont = "Liberation Sans, sans-serif";

struct Freed {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
template <class T>
using Owned = std::unique_ptr<T, Freed>;

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

double points(double millimetres) {
  return millimetres * kPointsPerMillimetre;
}

// Writes down the pages; a block that does not fit goes on, line by line, on the next page.
class Setter {
 public:
  explicit Setter(std::string& out)
      : surface_(cairo_pdf_surface_create_for_stream(append, &out, points(kWidth), points(kHeight))),
        cairo_(cairo_create(surface_.get())) {}

  void describe(const std::string& title, const std::string& author) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_AUTHOR, author.c_str());
  }
  double y() const { return y_; }
  void move_to(double y) { y_ = y; }
  void skip(double millimetres) { y_ += millimetres; }

  // Text in a column from x, `width` wide; y moves below it.
  void put(const std::string& text, double x, double width, double size, bool bold = false,
           PangoAlignment align = PANGO_ALIGN_LEFT) {
    const Owned<PangoLayout> layout = laid_out(text, width, size, bold, align);
    const int lines = pango_layout_get_line_count(layout.get());
    double height = 0;
    for (int i = 0; i < lines; ++i) {
      PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), i);
      PangoRectangle box;
      pango_layout_line_get_extents(line, nullptr, &box);
      height = box.height / static_cast<double>(PANGO_SCALE) / kPointsPerMillimetre * 1.15;
      if (y_ + height > kHeight - kBottom) next_page();
      double start = x;
      if (align == PANGO_ALIGN_RIGHT) {
        start += width - box.width / static_cast<double>(PANGO_SCALE) / kPointsPerMillimetre;
      }
      cairo_move_to(cairo_.get(), points(start), points(y_ + height * 0.8));
      pango_cairo_show_layout_line(cairo_.get(), line);
      y_ += height;
    }
  }
  // Room for so much, or the next page: a heading does not stay behind alone.
  void need(double millimetres) {
    if (y_ + millimetres > kHeight - kBottom) next_page();
  }

  void finish() {
    number_page();
    cairo_show_page(cairo_.get());
    cairo_surface_finish(surface_.get());
    const cairo_status_t status = cairo_surface_status(surface_.get());
    if (status != CAIRO_STATUS_SUCCESS) {
      throw Error(Fault::machine, "letter_failed",
                  std::string("the letter cannot be set: ") + cairo_status_to_string(status));
    }
  }

 private:
  Owned<PangoLayout> laid_out(const std::string& text, double width, double size, bool bold,
                              PangoAlignment align) {
    Owned<PangoLayout> layout(pango_cairo_create_layout(cairo_.get()));
    const Owned<PangoFontDescription> font(pango_font_description_from_string(kFont));
    pango_font_description_set_size(font.get(), static_cast<int>(size * PANGO_SCALE));
    if (bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(points(width) * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), align);
    const std::string valid = to_utf8(code_points(text));  // Pango refuses what is not UTF-8
    pango_layout_set_text(layout.get(), valid.data(), static_cast<int>(valid.size()));
    return layout;
  }
  void number_page() {
    if (page_ == 1) return;
    y_ = 0;  // keeps put() from turning the page
    const Owned<PangoLayout> layout = laid_out(std::to_string(page_), 20, 9, false, PANGO_ALIGN_LEFT);
    cairo_move_to(cairo_.get(), points(kWidth - kRight - 5), points(kHeight - 15));
    pango_cairo_show_layout(cairo_.get(), layout.get());
  }
  void next_page() {
    number_page();
    cairo_show_page(cairo_.get());
    ++page_;
    y_ = kTop;
  }

  Owned<cairo_surface_t> surface_;
  Owned<cairo_t> cairo_;
  double y_ = kTop;
  int page_ = 1;
};

void put_body(Setter& page, const std::string& body) {
  constexpr double kText = kWidth - kLeft - kRight, kSize = 10.5;
  LetterBlock::Kind last = LetterBlock::Kind::heading;
  for (const LetterBlock& block : blocks_of(body)) {
    const bool list = block.kind == LetterBlock::Kind::entry || block.kind == LetterBlock::Kind::row;
    if (!(list && block.kind == last) && last != LetterBlock::Kind::heading) page.skip(3.2);
    switch (block.kind) {
      case LetterBlock::Kind::heading:
        page.need(20);
        page.put(block.text, kLeft, kText, kSize + 0.5, true);
        page.skip(1);
        break;
      case LetterBlock::Kind::entry: {
        page.need(6);
        const double y = page.y();
        page.put("•", kLeft, 5, kSize);
        page.move_to(y);
        page.put(block.text, kLeft + 5, kText - 5, kSize);
        break;
      }
      case LetterBlock::Kind::row: {
        page.need(6);
        const double y = page.y();
        page.put(block.right, kLeft + 85, kText - 85, kSize, true);
        const double below = page.y();
        if (below > y) page.move_to(y);
        page.put(block.text, kLeft, 83, kSize);
        page.move_to(std::max(below, page.y()));
        break;
      }
      case LetterBlock::Kind::paragraph:
        page.put(block.text, kLeft, kText, kSize);
        break;
    }
    last = block.kind;
  }
}

}  // namespace

std::string set_as_pdf(const Letter& letter) {
  std::string out;
  Setter page(out);
  page.describe(letter.subject.empty() ? "Letter " + letter.reference : letter.subject,
                letter.sender.empty() ? "" : letter.sender.front());
  page.move_to(18);
  for (size_t i = 0; i < letter.sender.size(); ++i) {
    page.put(letter.sender[i], 120, kWidth - 120 - kRight, i == 0 ? 12 : 9, i == 0, PANGO_ALIGN_RIGHT);
  }
  page.move_to(kAddressTop);
  for (const auto& line : letter.address) page.put(line, kAddressLeft, 80, 10.5);
  page.move_to(kAddressTop + 20);
  page.put("Our reference", 130, 60, 8.5);
  page.put(letter.reference, 130, 60, 10.5, true);
  page.put(letter.date, 130, 60, 10.5);
  page.move_to(kBodyTop);
  if (!letter.subject.empty()) {
    page.put(letter.subject, kLeft, kWidth - kLeft - kRight, 12, true);
    page.skip(4);
  }
  put_body(page, letter.body);
  page.finish();
  return out;
}

}  // namespace mailroom::connectors
