#include "ocr/reader/pdf_fonts.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace mailroom::ocr::reader {
namespace {

std::string name_of(QPDFObjectHandle object) {
  return object.isName() ? object.getName().substr(1) : std::string();
}

bool is_digit(unsigned char c) {
  return std::isdigit(c) != 0;
}

// "g65", "cid123", "a4": a number with a letter or two before it, as subsetting software makes them. The
// standard's own names with numbers in them (uni20AC, afii10017) are characters.
bool is_made_up(const std::string& name) {
  if (name.empty() || name[0] == '.' || !is_digit(static_cast<unsigned char>(name.back()))) return false;
  const auto first =
      std::find_if(name.begin(), name.end(), [](char c) { return is_digit(static_cast<unsigned char>(c)); });
  const std::string letters(name.begin(), first);
  return letters.size() <= 5 && letters != "uni" && letters != "u" && letters != "afii" &&
         std::all_of(first, name.end(), [](char c) { return is_digit(static_cast<unsigned char>(c)); });
}

bool has_made_up_names(QPDFObjectHandle font) {
  QPDFObjectHandle encoding = font.getKey("/Encoding");
  if (!encoding.isDictionary()) return false;
  QPDFObjectHandle differences = encoding.getKey("/Differences");
  if (!differences.isArray()) return false;
  const auto entries = differences.getArrayAsVector();
  return std::any_of(entries.begin(), entries.end(),
                     [](QPDFObjectHandle entry) { return is_made_up(name_of(entry)); });
}

// Glyph numbers of this file's own font program (9.7.4.2).
bool is_identity(QPDFObjectHandle font) {
  if (name_of(font.getKey("/Encoding")).substr(0, 8) != "Identity") return false;
  QPDFObjectHandle descendants = font.getKey("/DescendantFonts");
  if (!descendants.isArray() || descendants.getArrayNItems() < 1) return true;
  QPDFObjectHandle info = descendants.getArrayItem(0).isDictionary()
                              ? descendants.getArrayItem(0).getKey("/CIDSystemInfo")
                              : QPDFObjectHandle::newNull();
  QPDFObjectHandle ordering = info.isDictionary() ? info.getKey("/Ordering") : QPDFObjectHandle::newNull();
  return !ordering.isString() || ordering.getStringValue() == "Identity";
}

bool is_nameless(QPDFObjectHandle font, const std::string& kind) {
  if (kind == "Type3") return true;
  if (font.getKey("/ToUnicode").isStream()) return false;
  if (kind == "Type0") return is_identity(font);
  // Its glyphs are known by such names.
  if (name_of(font.getKey("/BaseFont")).find("Dingbats") != std::string::npos) return false;
  return has_made_up_names(font);
}

}  // namespace

PdfFont look_at_font(QPDFObjectHandle font) {
  if (!font.isDictionary()) return {true, 1};  // whatever it is, a renderer will find something
  const std::string kind = name_of(font.getKey("/Subtype"));
  return {is_nameless(font, kind), kind == "Type0" ? 2 : 1};
}

}  // namespace mailroom::ocr::reader
