#include "ocr/specimen/image_file.h"

#include <cairo-pdf.h>
#include <leptonica/allheaders.h>

#include <cstring>
#include <memory>

#include "base/error.h"
#include "base/file.h"

namespace mailroom::ocr::specimen {
namespace {

struct Freed {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
  void operator()(Pixa* pixa) const { pixaDestroy(&pixa); }
  void operator()(l_uint8* bytes) const { lept_free(bytes); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
template <class T>
using Owned = std::unique_ptr<T, Freed>;

Error blank_unreadable(const std::filesystem::path& file) {
  return Error(Fault::usage, "blank_unreadable", "the blank's picture is not a TIFF of black and white pages",
               file.string(), "make the template again with 'mailroom form new'");
}

Picture to_picture(Pix* bits) {
  const Owned<Pix> grey(pixConvert1To8(nullptr, bits, 255, 0));
  if (!grey) throw std::bad_alloc();
  pixEndianByteSwap(grey.get());  // Leptonica's words become bytes in their order
  Picture picture{pixGetWidth(grey.get()), pixGetHeight(grey.get()), 1, {}};
  const auto width = static_cast<size_t>(picture.width),
             stride = static_cast<size_t>(pixGetWpl(grey.get())) * 4;
  picture.pixels.resize(width * static_cast<size_t>(picture.height));
  const auto* bytes = reinterpret_cast<const uint8_t*>(pixGetData(grey.get()));
  for (size_t y = 0; y < static_cast<size_t>(picture.height); ++y)
    std::memcpy(picture.pixels.data() + y * width, bytes + y * stride, width);
  return picture;
}

Owned<Pix> new_pix(const ScannedPage& page, int depth) {
  Owned<Pix> pix(pixCreate(page.picture.width, page.picture.height, depth));
  if (!pix) throw std::bad_alloc();
  pixSetResolution(pix.get(), page.dpi_x, page.dpi_y);
  return pix;
}

Owned<Pix> to_bits(const ScannedPage& page) {
  Owned<Pix> pix = new_pix(page, 1);
  const auto stride = static_cast<size_t>(pixGetWpl(pix.get())) * 4;
  auto* bytes = reinterpret_cast<uint8_t*>(pixGetData(pix.get()));
  for (int y = 0; y < page.picture.height; ++y) {
    uint8_t* out = bytes + static_cast<size_t>(y) * stride;
    const uint8_t* row = page.picture.at(0, y);
    for (int x = 0; x < page.picture.width; ++x)
      if (row[x] < 128) out[x >> 3] = static_cast<uint8_t>(out[x >> 3] | 0x80 >> (x & 7));
  }
  pixEndianByteSwap(pix.get());
  return pix;
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::vector<Picture> read_blank(const std::filesystem::path& file) {
  const std::string bytes = read_file(file);
  std::vector<Picture> pages;
  size_t offset = 0;
  do {
    const Owned<Pix> page(
        pixReadMemFromMultipageTiff(reinterpret_cast<const l_uint8*>(bytes.data()), bytes.size(), &offset));
    if (!page || pixGetDepth(page.get()) != 1) throw blank_unreadable(file);
    pages.push_back(to_picture(page.get()));
  } while (offset != 0);
  return pages;
}

std::string to_tiff(const std::vector<ScannedPage>& pages) {
  const Owned<Pixa> all(pixaCreate(static_cast<int>(pages.size())));
  for (const ScannedPage& page : pages) pixaAddPix(all.get(), to_bits(page).release(), L_INSERT);
  l_uint8* data = nullptr;
  size_t size = 0;
  const int failed = pixaWriteMemMultipageTiff(&data, &size, all.get());
  const Owned<l_uint8> owned(data);
  if (failed != 0) throw Error(Fault::machine, "scan_failed", "the scan cannot be written as a TIFF");
  return {reinterpret_cast<const char*>(data), size};
}

std::string to_jpeg(const ScannedPage& page, int quality) {
  const Owned<Pix> pix = new_pix(page, 8);
  const auto stride = static_cast<size_t>(pixGetWpl(pix.get())) * 4;
  auto* bytes = reinterpret_cast<uint8_t*>(pixGetData(pix.get()));
  for (int y = 0; y < page.picture.height; ++y)
    std::memcpy(bytes + static_cast<size_t>(y) * stride, page.picture.at(0, y),
                static_cast<size_t>(page.picture.width));
  pixEndianByteSwap(pix.get());
  l_uint8* data = nullptr;
  size_t size = 0;
  const int failed = pixWriteMemJpeg(&data, &size, pix.get(), quality, 0);
  const Owned<l_uint8> owned(data);
  if (failed != 0) throw Error(Fault::machine, "scan_failed", "the scan cannot be written as a JPEG");
  return {reinterpret_cast<const char*>(data), size};
}

std::string to_pdf(const std::vector<ScannedPage>& pages, int quality) {
  std::string out;
  const Owned<cairo_surface_t> pdf(cairo_pdf_surface_create_for_stream(append, &out, 1, 1));
  // The same specimen is the same file tomorrow.
  cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
  const Owned<cairo_t> cairo(cairo_create(pdf.get()));
  for (const ScannedPage& page : pages) {
    const std::string jpeg = to_jpeg(page, quality);
    const double x = 72.0 / page.dpi_x, y = 72.0 / page.dpi_y;
    cairo_pdf_surface_set_size(pdf.get(), page.picture.width * x, page.picture.height * y);
    // The surface's own pixels are never looked at, but copied: cairo takes the JPEG that is attached to it.
    // One bit a pixel makes that 20 times cheaper than a colour.
    const Owned<cairo_surface_t> image(
        cairo_image_surface_create(CAIRO_FORMAT_A1, page.picture.width, page.picture.height));
    cairo_surface_set_mime_data(image.get(), CAIRO_MIME_TYPE_JPEG,
                                reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size(), nullptr,
                                nullptr);
    cairo_save(cairo.get());
    cairo_scale(cairo.get(), x, y);
    cairo_set_source_surface(cairo.get(), image.get(), 0, 0);
    cairo_paint(cairo.get());
    cairo_restore(cairo.get());
    cairo_show_page(cairo.get());
    cairo_surface_flush(pdf.get());  // the JPEG goes out of scope
  }
  cairo_surface_finish(pdf.get());
  if (cairo_surface_status(pdf.get()) != CAIRO_STATUS_SUCCESS)
    throw Error(Fault::machine, "scan_failed", "the scan cannot be written as a PDF");
  return out;
}

}  // namespace mailroom::ocr::specimen
