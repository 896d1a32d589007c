#include "ocr/plain_document.h"

#include <utility>

namespace mailroom::ocr {

std::string_view plain_document(std::string_view bytes) {
  using namespace std::string_view_literals;
  constexpr std::pair<std::string_view, std::string_view> kMagic[] = {
      {"II*\0"sv, "image/tiff"},        {"MM\0*"sv, "image/tiff"},
      {"\xff\xd8\xff"sv, "image/jpeg"}, {"\x89PNG\r\n\x1a\n"sv, "image/png"},
      {"%PDF-"sv, "application/pdf"},
  };
  for (const auto& [magic, type] : kMagic) {
    if (bytes.starts_with(magic)) return type;
  }
  return {};
}

}  // namespace mailroom::ocr
