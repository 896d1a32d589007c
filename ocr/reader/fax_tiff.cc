#include "ocr/reader/fax_tiff.h"

#include <leptonica/allheaders.h>

#include <cstdlib>
#include <stdexcept>

namespace mailroom::ocr::reader {
namespace {

enum : unsigned {
  kImageWidth = 256,
  kImageLength = 257,
  kBitsPerSample = 258,
  kCompression = 259,
  kPhotometric = 262,
  kStripOffsets = 273,
  kSamplesPerPixel = 277,
  kRowsPerStrip = 278,
  kStripByteCounts = 279,
  kXResolution = 282,
  kYResolution = 283,
  kResolutionUnit = 296,
};
constexpr unsigned kShort = 3, kLong = 4, kRational = 5;

void put16(std::string& out, unsigned n) {
  out += static_cast<char>(n & 0xff);
  out += static_cast<char>(n >> 8 & 0xff);
}
void put32(std::string& out, unsigned n) {
  put16(out, n & 0xffff);
  put16(out, n >> 16);
}
unsigned get16(std::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes.at(at)) |
         static_cast<unsigned>(static_cast<unsigned char>(bytes.at(at + 1))) << 8;
}
unsigned get32(std::string_view bytes, size_t at) {
  return get16(bytes, at) | get16(bytes, at + 2) << 16;
}

// The one strip of a little-endian, single-page TIFF of our own making.
std::string strip_of(std::string_view tiff) {
  const size_t directory = get32(tiff, 4);
  unsigned offset = 0, size = 0;
  for (unsigned i = 0; i < get16(tiff, directory); ++i) {
    const size_t entry = directory + 2 + i * 12;
    const unsigned tag = get16(tiff, entry), type = get16(tiff, entry + 2);
    const unsigned value = type == kShort ? get16(tiff, entry + 8) : get32(tiff, entry + 8);
    if (tag == kStripOffsets) offset = value;
    if (tag == kStripByteCounts) size = value;
  }
  return std::string(tiff.substr(offset, size));
}

}  // namespace

std::string fax_tiff(const std::vector<FaxPage>& pages) {
  std::string out("II*\0", 4);
  size_t next_at = out.size();  // where the offset of the next directory goes
  put32(out, 0);
  for (const FaxPage& page : pages) {
    const auto strip = static_cast<unsigned>(out.size());
    out += page.code;
    if (out.size() % 2 != 0) out += '\0';
    const auto resolution = static_cast<unsigned>(out.size());
    put32(out, page.dpi == 0 ? 1 : page.dpi);
    put32(out, 1);
    const auto directory = static_cast<unsigned>(out.size());
    for (unsigned i = 0; i < 4; ++i) out[next_at + i] = static_cast<char>(directory >> (8 * i) & 0xff);
    put16(out, 12);
    const auto entry = [&](unsigned tag, unsigned type, unsigned value) {
      put16(out, tag);
      put16(out, type);
      put32(out, 1);
      put32(out, value);
    };
    entry(kImageWidth, kLong, page.width);
    entry(kImageLength, kLong, page.height);
    entry(kBitsPerSample, kShort, 1);
    entry(kCompression, kShort, 4);
    entry(kPhotometric, kShort, page.is_light_on_dark ? 1 : 0);
    entry(kStripOffsets, kLong, strip);
    entry(kSamplesPerPixel, kShort, 1);
    entry(kRowsPerStrip, kLong, page.height);
    entry(kStripByteCounts, kLong, static_cast<unsigned>(page.code.size()));
    entry(kXResolution, kRational, resolution);
    entry(kYResolution, kRational, resolution);
    entry(kResolutionUnit, kShort, page.dpi == 0 ? 1 : 2);
    next_at = out.size();
    put32(out, 0);
  }
  return out;
}

FaxPage fax_page(Pix* picture, int dpi) {
  l_uint8* data = nullptr;
  size_t size = 0;
  if (pixWriteMemTiff(&data, &size, picture, IFF_TIFF_G4) != 0) throw std::bad_alloc();
  const std::unique_ptr<l_uint8, decltype(&std::free)> owner(data, &std::free);
  FaxPage page;
  page.width = static_cast<unsigned>(pixGetWidth(picture));
  page.height = static_cast<unsigned>(pixGetHeight(picture));
  page.dpi = static_cast<unsigned>(dpi);
  page.code = strip_of({reinterpret_cast<const char*>(data), size});
  return page;
}

}  // namespace mailroom::ocr::reader
