// TIFF pages with libtiff, by their strips as they are coded (TIFF 6.0, section 2), as its
// own tiffsplit does it. Leptonica decodes and codes anew: a colour JPEG page would grow twenty times, and it
// writes several pages only by way of a file, which the sandbox has not.
#include <tiffio.h>

#include <array>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "ocr/reader/cut.h"
#include "ocr/reader/limits.h"

namespace mailroom::ocr::reader {
namespace {

// A file in memory, one of two: bytes that are given and read, or that are written and grow.
struct MemoryFile {
  std::string_view given;
  std::string written;
  bool is_written = false;
  toff_t at = 0;

  std::string_view bytes() const { return is_written ? std::string_view(written) : given; }
};

MemoryFile& file_of(thandle_t handle) {
  return *static_cast<MemoryFile*>(handle);
}

tmsize_t read_file(thandle_t handle, void* into, tmsize_t size) {
  MemoryFile& file = file_of(handle);
  const std::string_view bytes = file.bytes();
  if (size <= 0 || file.at >= bytes.size()) return 0;
  const size_t count = std::min<size_t>(static_cast<size_t>(size), bytes.size() - file.at);
  std::memcpy(into, bytes.data() + file.at, count);
  file.at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_file(thandle_t handle, void* from, tmsize_t size) {
  MemoryFile& file = file_of(handle);
  if (!file.is_written || size < 0) return -1;
  const auto count = static_cast<size_t>(size);
  if (file.written.size() < file.at + count) file.written.resize(file.at + count);
  std::memcpy(file.written.data() + file.at, from, count);
  file.at += count;
  return size;
}

toff_t seek_file(thandle_t handle, toff_t offset, int whence) {
  MemoryFile& file = file_of(handle);
  file.at = whence == SEEK_CUR   ? file.at + offset
            : whence == SEEK_END ? file.bytes().size() + offset
                                 : offset;
  return file.at;
}

int close_file(thandle_t) {
  return 0;
}

toff_t size_of_file(thandle_t handle) {
  return file_of(handle).bytes().size();
}

using Tiff = std::unique_ptr<TIFF, void (*)(TIFF*)>;

Tiff open_file(MemoryFile& file, const char* mode) {
  return Tiff(TIFFClientOpen("document", mode, &file, read_file, write_file, seek_file, close_file,
                             size_of_file, nullptr, nullptr),
              TIFFClose);
}

[[noreturn]] void damaged() {
  throw Error(Fault::document, "damaged",
              "the TIFF file is damaged or was cut off: it cannot be read to its end", {},
              "ask the sender to send it again");
}

void must(bool is_done) {
  if (!is_done) throw not_cut("a page of it is coded in a way that cannot be taken over");
}

// What is needed to see the page. Names, dates and descriptions are of the whole scan.
constexpr std::array<ttag_t, 6> kLongs = {TIFFTAG_IMAGEWIDTH,   TIFFTAG_IMAGELENGTH,   TIFFTAG_SUBFILETYPE,
                                          TIFFTAG_ROWSPERSTRIP, TIFFTAG_GROUP3OPTIONS, TIFFTAG_GROUP4OPTIONS};
constexpr std::array<ttag_t, 13> kShorts = {
    TIFFTAG_BITSPERSAMPLE, TIFFTAG_SAMPLESPERPIXEL, TIFFTAG_PHOTOMETRIC,  TIFFTAG_THRESHHOLDING,
    TIFFTAG_FILLORDER,     TIFFTAG_ORIENTATION,     TIFFTAG_PLANARCONFIG, TIFFTAG_RESOLUTIONUNIT,
    TIFFTAG_PREDICTOR,     TIFFTAG_SAMPLEFORMAT,    TIFFTAG_INKSET,       TIFFTAG_YCBCRPOSITIONING,
    TIFFTAG_MAXSAMPLEVALUE};
constexpr std::array<ttag_t, 4> kFloats = {TIFFTAG_XRESOLUTION, TIFFTAG_YRESOLUTION, TIFFTAG_XPOSITION,
                                           TIFFTAG_YPOSITION};

template <typename Type, size_t count>
void copy_each(TIFF* from, TIFF* to, const std::array<ttag_t, count>& tags) {
  for (const ttag_t tag : tags) {
    Type value{};
    if (TIFFGetField(from, tag, &value) == 1) must(TIFFSetField(to, tag, value) == 1);
  }
}

void copy_tables(TIFF* from, TIFF* to) {
  uint16_t* colours[3] = {};
  if (TIFFGetField(from, TIFFTAG_COLORMAP, &colours[0], &colours[1], &colours[2]) == 1)
    must(TIFFSetField(to, TIFFTAG_COLORMAP, colours[0], colours[1], colours[2]) == 1);
  uint16_t extras = 0, *kinds = nullptr;
  if (TIFFGetField(from, TIFFTAG_EXTRASAMPLES, &extras, &kinds) == 1)
    must(TIFFSetField(to, TIFFTAG_EXTRASAMPLES, extras, kinds) == 1);
  uint16_t across = 0, down = 0;
  if (TIFFGetField(from, TIFFTAG_YCBCRSUBSAMPLING, &across, &down) == 1)
    must(TIFFSetField(to, TIFFTAG_YCBCRSUBSAMPLING, across, down) == 1);
  float* references = nullptr;
  if (TIFFGetField(from, TIFFTAG_REFERENCEBLACKWHITE, &references) == 1)
    must(TIFFSetField(to, TIFFTAG_REFERENCEBLACKWHITE, references) == 1);
  uint32_t length = 0;
  void* tables = nullptr;
  if (TIFFGetField(from, TIFFTAG_JPEGTABLES, &length, &tables) == 1 && length > 0)
    must(TIFFSetField(to, TIFFTAG_JPEGTABLES, length, tables) == 1);
}

void copy_tags(TIFF* from, TIFF* to) {
  uint16_t compression = COMPRESSION_NONE;
  TIFFGetFieldDefaulted(from, TIFFTAG_COMPRESSION, &compression);
  must(compression != COMPRESSION_OJPEG);                         // its tables lie anywhere in the file
  must(TIFFSetField(to, TIFFTAG_COMPRESSION, compression) == 1);  // first: others are tags of its codec
  copy_each<uint32_t>(from, to, kLongs);
  copy_each<uint16_t>(from, to, kShorts);
  copy_each<float>(from, to, kFloats);
  copy_tables(from, to);
}

void copy_pixels(TIFF* from, TIFF* to, size_t file_size) {
  must(TIFFIsTiled(from) == 0);  // nor is it read
  std::string coded;
  for (uint32_t strip = 0; strip < TIFFNumberOfStrips(from); ++strip) {
    const uint64_t size = TIFFRawStripSize64(from, strip);
    if (size > file_size) damaged();
    if (coded.size() < size) coded.resize(size);
    const auto length = static_cast<tmsize_t>(size);
    if (TIFFReadRawStrip(from, strip, coded.data(), length) != length) damaged();
    must(TIFFWriteRawStrip(to, strip, coded.data(), length) == length);
  }
}

}  // namespace

std::vector<std::string> cut_tiff(std::string_view document, const std::vector<PageRange>& parts,
                                  const ReaderLimits& limits) {
  MemoryFile source;
  source.given = document;
  const Tiff from = open_file(source, "r");
  if (from == nullptr) damaged();
  std::vector<std::string> cut;
  uint64_t total = 0;
  for (const PageRange& range : parts) {
    MemoryFile target;
    target.is_written = true;
    {
      // In the byte order of the file: samples of 16 bits are taken over as they are.
      const Tiff to = open_file(target, TIFFIsBigEndian(from.get()) != 0 ? "wb" : "wl");
      must(to != nullptr);
      for (int page = range.first; page <= range.last; ++page) {
        if (TIFFSetDirectory(from.get(), static_cast<tdir_t>(page - 1)) != 1) damaged();
        copy_tags(from.get(), to.get());
        copy_pixels(from.get(), to.get(), document.size());
        must(TIFFWriteDirectory(to.get()) == 1);
        if (total + target.written.size() > kMaxCutGrowth * limits.bytes)
          throw too_many_bytes(total + target.written.size(), kMaxCutGrowth * limits.bytes);
      }
    }
    total += target.written.size();
    cut.push_back(std::move(target.written));
  }
  return cut;
}

}  // namespace mailroom::ocr::reader
