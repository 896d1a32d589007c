#include "ocr/reader/document.h"

#include "base/error.h"
#include "base/text.h"
#include "ocr/reader/limits.h"

namespace mailroom::ocr::reader {
namespace {

bool starts_with(std::string_view bytes, std::string_view magic) {
  return bytes.substr(0, magic.size()) == magic;
}

// What people send instead, so that the message can say it.
std::string guess_kind(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (starts_with(bytes, "PK\x03\x04"sv)) return "an archive or an Office document";
  if (starts_with(bytes, "\xd0\xcf\x11\xe0"sv)) return "an old Office document";
  if (starts_with(bytes, "GIF8"sv)) return "a GIF picture";
  if (starts_with(bytes, "BM"sv)) return "a BMP picture";
  if (starts_with(bytes, "{\\rtf"sv)) return "a rich text document";
  if (bytes.size() > 12 && bytes.substr(4, 4) == "ftyp"sv) return "a HEIC picture or a film";
  if (starts_with(bytes, "RIFF"sv)) return "a WebP picture or a sound";
  if (starts_with(bytes,
                  "\x7f"
                  "ELF"sv) ||
      starts_with(bytes, "MZ"sv))
    return "a program";
  return "of an unknown kind";
}

bool is_plain_text(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos || !is_valid_utf8(bytes)) return false;
  size_t control = 0;
  for (const char c : bytes) {
    const auto u = static_cast<unsigned char>(c);
    control += u < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
  }
  return control == 0;
}

class PlainText final : public Document {
 public:
  explicit PlainText(std::string_view bytes) : text_(bytes) {}
  int page_count() const override { return 1; }
  OpenedPage page(int) override {
    OpenedPage page;
    page.text = text_;
    return page;
  }
  Raster render(int, double) override { return nullptr; }

 private:
  std::string text_;
};

}  // namespace

std::unique_ptr<Document> open_plain_text(std::string_view bytes) {
  return std::make_unique<PlainText>(bytes);
}

std::unique_ptr<Document> open_document(std::string_view bytes, const ReaderLimits& limits) {
  using namespace std::string_view_literals;
  if (bytes.empty()) {
    throw Error(Fault::document, "empty", "the file is empty (0 bytes)", {},
                "ask the sender to send it again");
  }
  if (bytes.size() > limits.bytes) throw too_many_bytes(bytes.size(), limits.bytes);
  // Junk before the header is common (ISO 32000-1, annex H, note 13).
  if (bytes.substr(0, 1024).find("%PDF-"sv) != std::string_view::npos) return open_pdf(bytes, limits);
  if (starts_with(bytes, "II*\0"sv) || starts_with(bytes, "MM\0*"sv)) return open_tiff(bytes, limits);
  if (starts_with(bytes, "\xff\xd8\xff"sv) || starts_with(bytes, "\x89PNG\r\n\x1a\n"sv)) {
    return open_picture(bytes, limits);
  }
  if (!starts_with(bytes, "{\\rtf"sv) && is_plain_text(bytes)) return open_plain_text(bytes);
  throw Error(Fault::document, "unsupported", "the file is " + guess_kind(bytes) + ", which cannot be read",
              {}, "ask for a PDF, TIFF, JPEG or PNG");
}

}  // namespace mailroom::ocr::reader
