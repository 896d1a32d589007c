// Scans and photos by Leptonica: TIFF with all its frames, JPEG, PNG.
#include <leptonica/allheaders.h>

#include <cmath>
#include <cstdio>

#include "base/error.h"
#include "ocr/reader/document.h"
#include "ocr/reader/limits.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;

const l_uint8* data(std::string_view bytes) {
  return reinterpret_cast<const l_uint8*>(bytes.data());
}

[[noreturn]] void damaged(std::string_view what) {
  throw Error(Fault::document, "damaged",
              "the " + std::string(what) + " is damaged or was cut off: it cannot be read to its end", {},
              "ask the sender to send it again");
}

void check_pixels(l_int32 width, l_int32 height, const ReaderLimits& limits) {
  if (width <= 0 || height <= 0) damaged("picture");
  if (static_cast<uint64_t>(width) * static_cast<uint64_t>(height) > limits.pixels) {
    throw too_many_pixels(width, height, limits.pixels);
  }
}

// 1 bit stays, everything else becomes 8 bit grey.
Raster to_grey(Raster pix) {
  if (pixGetDepth(pix.get()) == 1 && pixGetColormap(pix.get()) == nullptr) return pix;
  return Raster(pixConvertTo8(pix.get(), 0));
}

// Sheets that people scan, in inches. A picture that does not say its resolution is taken for the one whose
// shape it has; photos, which have any shape, for A4's width.
double assumed_dpi(double width, double height) {
  const double shape = std::max(width, height) / std::min(width, height);
  const bool is_letter = std::abs(shape - 11.0 / 8.5) < std::abs(shape - 297.0 / 210.0);
  return std::min(width, height) / (is_letter ? 8.5 : 210.0 / 25.4);
}

OpenedPage as_page(Raster image, int number) {
  OpenedPage page;
  page.number = number;
  page.is_scan = true;
  const double w = pixGetWidth(image.get()), h = pixGetHeight(image.get());
  page.dpi_x = pixGetXRes(image.get());
  page.dpi_y = pixGetYRes(image.get());
  // 72 and 96 are what cameras and screens write without meaning it; a sheet of two metres is none either.
  const auto is_credible = [](double dpi, double pixels) {
    return dpi >= 97 && dpi <= 2400 && pixels / dpi > 3;
  };
  if (!is_credible(page.dpi_x, w) || (page.dpi_y < 60 || page.dpi_y > 2400)) {
    page.dpi_x = page.dpi_y = assumed_dpi(w, h);
    const auto dpi = static_cast<l_int32>(std::lround(page.dpi_x));
    pixSetResolution(image.get(), dpi, dpi);
  }
  page.width = w / page.dpi_x * kPointsPerInch;
  page.height = h / page.dpi_y * kPointsPerInch;
  page.image = std::move(image);
  return page;
}

Raster at_dpi(const OpenedPage& page, double dpi) {
  const auto sx = static_cast<l_float32>(dpi / page.dpi_x), sy = static_cast<l_float32>(dpi / page.dpi_y);
  const Raster grey(pixConvertTo8(page.image.get(), 0));
  return Raster(pixScale(grey.get(), sx, sy));
}

class Tiff final : public Document {
 public:
  Tiff(std::string_view bytes, const ReaderLimits& limits) : bytes_(bytes), limits_(limits) {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(
        fmemopen(const_cast<char*>(bytes.data()), bytes.size(), "rb"), fclose);
    l_int32 count = 0;
    if (file == nullptr || tiffGetCount(file.get(), &count) != 0 || count < 1) damaged("TIFF file");
    if (count > limits.pages) throw too_many_pages(count, limits.pages);
    count_ = count;
  }
  int page_count() const override { return count_; }

  OpenedPage page(int index) override {
    l_int32 width = 0, height = 0, bits = 0, samples = 0, resolution = 0, colours = 0, format = 0;
    if (readHeaderMemTiff(data(bytes_), bytes_.size(), index, &width, &height, &bits, &samples, &resolution,
                          &colours, &format) != 0) {
      damaged("TIFF file");
    }
    check_pixels(width, height, limits_);
    Raster pix(pixReadMemTiff(data(bytes_), bytes_.size(), index));
    if (pix == nullptr) damaged("TIFF file");
    return as_page(to_grey(std::move(pix)), index + 1);
  }
  Raster render(int index, double dpi) override { return at_dpi(page(index), dpi); }

 private:
  std::string_view bytes_;
  ReaderLimits limits_;
  int count_ = 0;
};

// Cameras write odd bytes that the decoder warns about and survives; a file without its end marker was cut
// off, and what the decoder puts in for the rest is nobody's writing.
Pix* read_jpeg(std::string_view bytes) {
  using namespace std::string_view_literals;
  const bool is_whole =
      bytes.substr(bytes.size() - std::min<size_t>(bytes.size(), 65'536)).find("\xff\xd9"sv) !=
      std::string_view::npos;
  l_int32 warnings = 0;
  return pixReadMemJpeg(data(bytes), bytes.size(), 0, 1, &warnings,
                        is_whole ? L_JPEG_CONTINUE_WITH_BAD_DATA : 0);
}

class SinglePicture final : public Document {
 public:
  SinglePicture(std::string_view bytes, const ReaderLimits& limits) : bytes_(bytes) {
    l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, is_mapped = 0;
    if (pixReadHeaderMem(data(bytes), bytes.size(), &format, &width, &height, &bits, &samples, &is_mapped) !=
        0) {
      damaged("picture");
    }
    check_pixels(width, height, limits);
    is_jpeg_ = format == IFF_JFIF_JPEG;
  }
  int page_count() const override { return 1; }

  OpenedPage page(int) override {
    Raster pix(is_jpeg_ ? read_jpeg(bytes_) : pixReadMemPng(data(bytes_), bytes_.size()));
    if (pix == nullptr) damaged("picture");
    return as_page(to_grey(std::move(pix)), 1);
  }
  Raster render(int index, double dpi) override { return at_dpi(page(index), dpi); }

 private:
  std::string_view bytes_;
  bool is_jpeg_ = false;
};

}  // namespace

std::unique_ptr<Document> open_tiff(std::string_view bytes, const ReaderLimits& limits) {
  return std::make_unique<Tiff>(bytes, limits);
}
std::unique_ptr<Document> open_picture(std::string_view bytes, const ReaderLimits& limits) {
  return std::make_unique<SinglePicture>(bytes, limits);
}

}  // namespace mailroom::ocr::reader
