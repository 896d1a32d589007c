#include "ocr/reader/pdf_pages.h"

#include <leptonica/allheaders.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-image.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include "base/error.h"
#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

void ignore_message(const std::string&, void*) {}

[[noreturn]] void damaged() {
  throw Error(Fault::document, "damaged", "the PDF is damaged: it cannot be shown", {},
              "ask the sender to send it again");
}

constexpr uint32_t kNameless = 0xfffd;

Zone zone_of(const poppler::rectf& r, double unit) {
  return {r.left() * unit, r.top() * unit, r.right() * unit, r.bottom() * unit};
}

bool is_space(uint32_t point) {
  return point == '\t' || point == '\n' || point == '\r' || point == '\f';
}

// poppler-cpp gives UTF-16 with surrogates as two units, and one letter box a unit.
Word word_of(const poppler::text_box& box, double unit) {
  Word word;
  word.zone = zone_of(box.bbox(), unit);
  const poppler::ustring units = box.text();
  for (size_t i = 0; i < units.size(); ++i) {
    uint32_t point = units[i];
    const Zone letter = zone_of(box.char_bbox(i), unit);
    if (point >= 0xd800 && point < 0xdc00 && i + 1 < units.size()) {
      point = 0x10000 + ((point - 0xd800) << 10) + (units[++i] - 0xdc00u);
    }
    if (is_space(point)) continue;
    if (point < 0x20) point = kNameless;
    append_utf8(word.text, point);
    word.letters.push_back(letter);
  }
  return word;
}

// A page with a word in each of the fonts that need not be embedded (ISO 32000-1, 9.6.2.2).
constexpr std::string_view kFontsPage =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<<"
    "/A<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>/B<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>"
    "/C<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>/D<</Type/Font/Subtype/Type1/BaseFont/Courier>>"
    "/E<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>>>>>>>endobj 4 0 obj<</Length 88>>stream\n"
    "BT /A 9 Tf 9 9 Td (a) Tj /B 9 Tf (b) Tj /C 9 Tf (c) Tj /D 9 Tf (d) Tj /E 9 Tf (4) Tj ET  \nendstream "
    "endobj\n"
    "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";

}  // namespace

void load_pdf_tables() {
  // Poppler frees its tables with its last document: this one is kept.
  static PdfPages kept(kFontsPage, {1});
  kept.words(0);
  kept.render(0, 72);
}

struct PdfPages::Implementation {
  std::unique_ptr<poppler::document> document;
  std::vector<double> units;

  double unit(int index) const { return units.at(static_cast<size_t>(index)); }

  std::unique_ptr<poppler::page> page(int index) const {
    std::unique_ptr<poppler::page> page(document->create_page(index));
    if (page == nullptr) damaged();
    return page;
  }
};

PdfPages::PdfPages(std::string_view bytes, std::vector<double> units)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->units = std::move(units);
  poppler::set_debug_error_function(ignore_message, nullptr);
  implementation_->document.reset(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (implementation_->document == nullptr || implementation_->document->is_locked()) damaged();
  if (page_count() != static_cast<int>(implementation_->units.size())) {
    throw Error(Fault::document, "damaged", "the PDF is damaged: its pages cannot be counted");
  }
}
PdfPages::~PdfPages() = default;

int PdfPages::page_count() const {
  return implementation_->document->pages();
}

std::vector<Word> PdfPages::words(int index) {
  std::vector<Word> words;
  for (const poppler::text_box& box : implementation_->page(index)->text_list()) {
    Word word = word_of(box, implementation_->unit(index));
    if (!word.text.empty()) words.push_back(std::move(word));
  }
  return words;
}

Raster PdfPages::render(int index, double dpi) {
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hint(poppler::page_renderer::antialiasing, true);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing, true);
  const auto page = implementation_->page(index);
  const double scaled = dpi * implementation_->unit(index);
  const poppler::image image = renderer.render_page(page.get(), scaled, scaled);
  if (!image.is_valid()) damaged();
  Raster pix(pixCreateNoInit(image.width(), image.height(), 8));
  if (pix == nullptr) damaged();
  pixSetResolution(pix.get(), static_cast<l_int32>(dpi), static_cast<l_int32>(dpi));
  const int words_per_line = pixGetWpl(pix.get());
  for (int y = 0; y < image.height(); ++y) {
    const auto* from = reinterpret_cast<const uint8_t*>(image.const_data()) +
                       static_cast<ptrdiff_t>(y) * image.bytes_per_row();
    l_uint32* to = pixGetData(pix.get()) + static_cast<ptrdiff_t>(y) * words_per_line;
    std::memcpy(to, from, static_cast<size_t>(image.width()));
  }
  // Leptonica keeps its bytes in words of the machine's order.
  pixEndianByteSwap(pix.get());
  return pix;
}

}  // namespace mailroom::ocr::reader
