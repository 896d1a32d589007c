// What identification and registration need of a folder's blanks, worked out once and kept in one read-only
// file: a thousand templates are there at once, a fork copies none of them, and a page that is never looked
// at is never read. A cache: whatever is wrong with the file, it is made again (docs/decisions/0009).
//
// The file, in this machine's byte order: a header, an entry a page, and the pages' data, each part at a
// multiple of 8 bytes. Everything in the header and the entries is checked when it is opened.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "ocr/reader/bits.h"
#include "ocr/reader/landmarks.h"
#include "ocr/reader/match.h"
#include "ocr/reader/signature.h"

namespace mailroom::ocr::reader {

// A page of a blank, in the file and in memory alike. No pointers; the lists follow each other at `offset`.
struct CompiledPage {
  std::array<char, 64> source{};  // of the blank that it was made of: source_of()
  int32_t number = 0;             // of the blank's pictures, from 1: setting by setting the form's pages
  int32_t pictures = 0;           // that the blank has
  int32_t width = 0, height = 0;  // of the full picture, pixels
  int32_t quarter_width = 0, quarter_height = 0;
  int32_t density_width = 0, density_height = 0;
  int32_t patches = 0, fine_patches = 0, landmarks = 0;
  int64_t packed = 0;  // words of the packed full picture
  double density_length = 0;
  Signature signature;
  uint64_t offset = 0;
};

// Names a state of a blank, which is given by its whole path: that, size and time of change. SHA-256 as hex.
std::array<char, 64> source_of(const std::string& blank);

class CompiledTemplates {
 public:
  // Takes bytes as make_file() gives them; null if they are damaged or of another version.
  static std::shared_ptr<const CompiledTemplates> from_bytes(std::string bytes);
  // Maps the file; null if there is none or it is damaged or of another version.
  static std::shared_ptr<const CompiledTemplates> open(const std::filesystem::path& file);
  CompiledTemplates(const CompiledTemplates&) = delete;
  CompiledTemplates& operator=(const CompiledTemplates&) = delete;

  std::span<const CompiledPage> pages() const { return pages_; }

  // Of one of pages(). Spans and pointers live as long as this object.
  Bits quarter(const CompiledPage& page) const;
  Bits full(const CompiledPage& page) const;
  DensityView density(const CompiledPage& page) const;
  std::span<const Patch> patches(const CompiledPage& page) const;       // at the quarter scale
  std::span<const Patch> fine_patches(const CompiledPage& page) const;  // of the full picture
  std::span<const Landmark> landmarks(const CompiledPage& page) const;
  std::string_view data(const CompiledPage& page) const;  // all of it

 private:
  CompiledTemplates() = default;
  bool check();
  std::string bytes_;  // or
  std::shared_ptr<const MappedFile> file_;
  std::string_view content_;  // of whichever it is
  std::span<const CompiledPage> pages_;
};

// A page with its data, to be written.
struct PreparedPage {
  CompiledPage page;
  std::string data;
};
// `full`: picture `number` of `pictures` of the blank, at kBlankDpi.
PreparedPage prepare_template_page(const Bits& full, const std::array<char, 64>& source, int number,
                                   int pictures);

std::string make_file(const std::vector<PreparedPage>& pages);

}  // namespace mailroom::ocr::reader
