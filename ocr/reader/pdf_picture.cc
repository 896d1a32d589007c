// A scan's embedded picture without rendering the page (declared in pdf_look.h): five times faster, and the
// scanner's own pixels.
#include <leptonica/allheaders.h>

#include <qpdf/Buffer.hh>

#include "ocr/reader/fax_tiff.h"
#include "ocr/reader/pdf_look.h"

namespace mailroom::ocr::reader {
namespace {

constexpr long long kMaxSide = 30'000;  // pixels; the caller's limit is tighter, this one keeps sums safe

long long integer(QPDFObjectHandle object, long long otherwise = 0) {
  return object.isInteger() ? object.getIntValue() : otherwise;
}
std::string name_of(QPDFObjectHandle object) {
  return object.isName() ? object.getName() : std::string();
}

// The only filter's name and parameters; empty if there are several.
std::string only_filter(QPDFObjectHandle dict, QPDFObjectHandle& parameters) {
  QPDFObjectHandle filter = dict.getKey("/Filter");
  parameters = dict.getKey("/DecodeParms");
  if (filter.isArray()) {
    if (filter.getArrayNItems() != 1) return {};
    filter = filter.getArrayItem(0);
    if (parameters.isArray()) {
      parameters =
          parameters.getArrayNItems() == 1 ? parameters.getArrayItem(0) : QPDFObjectHandle::newNull();
    }
  }
  return name_of(filter);
}

Raster from_fax(QPDFObjectHandle image, QPDFObjectHandle parameters, long long width, long long height) {
  if (!parameters.isDictionary() || integer(parameters.getKey("/K")) >= 0) return nullptr;
  if (integer(parameters.getKey("/Columns"), 1728) != width) return nullptr;
  QPDFObjectHandle aligned = parameters.getKey("/EncodedByteAlign");
  if (aligned.isBool() && aligned.getBoolValue()) return nullptr;
  QPDFObjectHandle black = parameters.getKey("/BlackIs1");
  const auto code = image.getRawStreamData();
  FaxPage page;
  page.width = static_cast<unsigned>(width);
  page.height = static_cast<unsigned>(height);
  page.is_light_on_dark = black.isBool() && black.getBoolValue();
  page.code.assign(reinterpret_cast<const char*>(code->getBuffer()), code->getSize());
  const std::string tiff = fax_tiff({std::move(page)});
  return Raster(pixReadMemTiff(reinterpret_cast<const l_uint8*>(tiff.data()), tiff.size(), 0));
}

Raster from_samples(QPDFObjectHandle image, long long width, long long height, long long bits,
                    const std::string& colours) {
  const bool is_grey = colours == "/DeviceGray" || colours == "/G";
  const bool is_rgb = colours == "/DeviceRGB" || colours == "/RGB";
  if (!(is_grey && (bits == 1 || bits == 8)) && !(is_rgb && bits == 8)) return nullptr;
  const auto data = image.getStreamData(qpdf_dl_specialized);
  const auto line = static_cast<size_t>(is_rgb ? width * 3 : (width * bits + 7) / 8);
  if (data->getSize() < line * static_cast<size_t>(height)) return nullptr;
  const auto w = static_cast<int>(width), h = static_cast<int>(height);
  Raster pix(pixCreate(w, h, bits == 1 ? 1 : 8));
  if (pix == nullptr) return nullptr;
  for (int y = 0; y < h; ++y) {
    const unsigned char* from = data->getBuffer() + static_cast<size_t>(y) * line;
    l_uint32* to = pixGetData(pix.get()) + static_cast<ptrdiff_t>(y) * pixGetWpl(pix.get());
    for (int x = 0; x < w; ++x) {
      if (bits == 1) {
        if ((from[x / 8] >> (7 - x % 8) & 1) == 0) SET_DATA_BIT(to, x);  // 0 is black
      } else if (is_grey) {
        SET_DATA_BYTE(to, x, from[x]);
      } else {
        SET_DATA_BYTE(to, x, (from[3 * x] * 77 + from[3 * x + 1] * 151 + from[3 * x + 2] * 28) >> 8);
      }
    }
  }
  return pix;
}

}  // namespace

Raster take_out_picture(QPDFObjectHandle image) {
  QPDFObjectHandle dict = image.getDict();
  const long long width = integer(dict.getKey("/Width")), height = integer(dict.getKey("/Height"));
  if (width <= 0 || height <= 0 || width > kMaxSide || height > kMaxSide) return nullptr;
  for (const char* key : {"/SMask", "/Mask", "/Decode"}) {
    if (!dict.getKey(key).isNull()) return nullptr;
  }
  QPDFObjectHandle mask = dict.getKey("/ImageMask");
  if (mask.isBool() && mask.getBoolValue()) return nullptr;
  QPDFObjectHandle parameters = QPDFObjectHandle::newNull();
  const std::string filter = only_filter(dict, parameters);
  Raster pix;
  if (filter == "/DCTDecode") {
    const auto data = image.getRawStreamData();
    l_int32 warnings = 0;
    pix.reset(pixReadMemJpeg(data->getBuffer(), data->getSize(), 0, 1, &warnings, 0));
  } else if (filter == "/CCITTFaxDecode") {
    pix = from_fax(image, parameters, width, height);
  } else if (filter == "/FlateDecode" || filter == "/LZWDecode") {
    pix = from_samples(image, width, height, integer(dict.getKey("/BitsPerComponent"), 8),
                       name_of(dict.getKey("/ColorSpace")));
  }
  if (pix == nullptr || pixGetWidth(pix.get()) != width || pixGetHeight(pix.get()) != height) return nullptr;
  if (pixGetDepth(pix.get()) == 1 && pixGetColormap(pix.get()) == nullptr) return pix;
  return Raster(pixConvertTo8(pix.get(), 0));
}

}  // namespace mailroom::ocr::reader
