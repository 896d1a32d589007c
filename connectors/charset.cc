#include "connectors/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <array>
#include <cstdio>

#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

constexpr unsigned char kEbcdicA = 0xC1;
constexpr int kMostBytes = 8;  // of a character

}  // namespace

struct Charset::Implementation {
  explicit Implementation(std::string given) : name(std::move(given)) {}
  std::string name;
  // A converter keeps state: each use has its own.
  Converter open() const {
    UErrorCode error = U_ZERO_ERROR;
    Converter converter(ucnv_open(name.c_str(), &error));
    if (U_FAILURE(error)) return nullptr;
    ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    return U_FAILURE(error) ? nullptr : std::move(converter);
  }
};

Charset::Charset(const std::string& name) : implementation_(std::make_unique<Implementation>(name)) {
  if (name.empty() || !implementation_->open())
    throw setting_invalid("charset", "a character set that ICU knows, as utf-8, windows-1252 or IBM-1047");
}
Charset::~Charset() = default;
Charset::Charset(Charset&&) noexcept = default;

Charset::Encoded Charset::encoded(std::string_view utf8) const {
  Encoded made;
  const Converter converter = implementation_->open();
  for (const uint32_t code_point : code_points(utf8)) {
    std::array<UChar, 2> units{};
    int32_t length = 0;
    if (code_point > 0xFFFF) {
      units[length++] = static_cast<UChar>(0xD7C0 + (code_point >> 10));
      units[length++] = static_cast<UChar>(0xDC00 + (code_point & 0x3FF));
    } else {
      units[length++] = static_cast<UChar>(code_point);
    }
    UErrorCode error = U_ZERO_ERROR;
    std::array<char, kMostBytes> bytes{};
    char* to = bytes.data();
    const UChar* from = units.data();
    ucnv_fromUnicode(converter.get(), &to, bytes.data() + bytes.size(), &from, units.data() + length, nullptr,
                     true, &error);
    if (U_FAILURE(error)) {
      std::array<char, 16> number{};
      std::snprintf(number.data(), number.size(), "U+%04X", code_point);
      made.trouble = "the character " + std::string(number.data()) + " is not in " + implementation_->name;
      return made;
    }
    made.bytes.append(bytes.data(), static_cast<size_t>(to - bytes.data()));
  }
  return made;
}

bool Charset::is_single_byte() const {
  return ucnv_getMaxCharSize(implementation_->open().get()) == 1;
}

std::string Charset::character_of(unsigned char byte) const {
  const Converter converter = implementation_->open();
  UErrorCode error = U_ZERO_ERROR;
  const char bytes[] = {static_cast<char>(byte)};
  const char* from = bytes;
  const UChar32 found = ucnv_getNextUChar(converter.get(), &from, bytes + 1, &error);
  std::string text;
  if (U_SUCCESS(error)) append_utf8(text, static_cast<uint32_t>(found));
  return text;
}

bool Charset::is_ebcdic() const {
  return is_single_byte() && character_of(kEbcdicA) == "A";
}

}  // namespace mailroom::connectors
