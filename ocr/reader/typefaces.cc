#include "ocr/reader/typefaces.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kFirst = 32, kLast = 255;  // character codes

struct Typeface {
  std::string family;  // as fontconfig has it: "Liberation Sans"
  bool is_bold = false, is_italic = false;

  // As a PDF has it: "LiberationSans-BoldItalic".
  std::string postscript_name() const {
    const std::string style = std::string(is_bold ? "Bold" : "") + (is_italic ? "Italic" : "");
    return replace_all(family, " ", "") + (style.empty() ? "" : "-" + style);
  }
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// Liberation's typeface for a font of that name; none for a font of other widths.
std::optional<Typeface> typeface_for(const std::string& base_font) {
  const std::string name = to_lower_ascii(base_font);
  for (const char* width : {"narrow", "condensed", "black", "light", "rounded"})
    if (has(name, width)) return std::nullopt;
  Typeface face;
  if (name.starts_with("helvetica") || name.starts_with("arial"))
    face.family = "Liberation Sans";
  else if (name.starts_with("times"))
    face.family = "Liberation Serif";
  else if (name.starts_with("courier"))
    face.family = "Liberation Mono";
  else
    return std::nullopt;
  face.is_bold = has(name, "bold");
  face.is_italic = has(name, "italic") || has(name, "oblique");
  return face;
}

// The typeface's file; none if it is not installed.
std::optional<std::string> file_of(const Typeface& face) {
  using Pattern = std::unique_ptr<FcPattern, decltype(&FcPatternDestroy)>;
  const auto text = [](const std::string& s) { return reinterpret_cast<const FcChar8*>(s.c_str()); };
  const Pattern wanted(FcPatternCreate(), &FcPatternDestroy);
  FcPatternAddString(wanted.get(), FC_FAMILY, text(face.family));
  FcPatternAddInteger(wanted.get(), FC_WEIGHT, face.is_bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  FcPatternAddInteger(wanted.get(), FC_SLANT, face.is_italic ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
  FcConfigSubstitute(nullptr, wanted.get(), FcMatchPattern);
  FcDefaultSubstitute(wanted.get());
  FcResult result = FcResultNoMatch;
  const Pattern found(FcFontMatch(nullptr, wanted.get(), &result), &FcPatternDestroy);
  FcChar8 *family = nullptr, *file = nullptr;
  if (found == nullptr || FcPatternGetString(found.get(), FC_FAMILY, 0, &family) != FcResultMatch ||
      FcPatternGetString(found.get(), FC_FILE, 0, &file) != FcResultMatch ||
      reinterpret_cast<const char*>(family) != face.family)
    return std::nullopt;
  return reinterpret_cast<const char*>(file);
}

// A PDF may leave the widths of such a font to the one who shows it, for the old names only. In thousandths
// of the size, from kFirst on, by Latin 1, which the PDF's encodings agree with but for a few signs.
std::optional<QPDFObjectHandle> widths_of(const std::string& file) {
  const std::unique_ptr<FT_LibraryRec_, decltype(&FT_Done_FreeType)> library(
      [] {
        FT_Library made = nullptr;
        return FT_Init_FreeType(&made) == 0 ? made : nullptr;
      }(),
      &FT_Done_FreeType);
  if (library == nullptr) return std::nullopt;
  FT_Face opened = nullptr;
  if (FT_New_Face(library.get(), file.c_str(), 0, &opened) != 0) return std::nullopt;
  const std::unique_ptr<FT_FaceRec_, decltype(&FT_Done_Face)> face(opened, &FT_Done_Face);
  QPDFObjectHandle widths = QPDFObjectHandle::newArray();
  for (int code = kFirst; code <= kLast; ++code) {
    const bool is_there = FT_Load_Char(face.get(), static_cast<FT_ULong>(code), FT_LOAD_NO_SCALE) == 0;
    const long units = std::max<long>(face->units_per_EM, 1);
    widths.appendItem(
        QPDFObjectHandle::newInteger(is_there ? face->glyph->metrics.horiAdvance * 1000 / units : 0));
  }
  return widths;
}

bool is_brought(QPDFObjectHandle font) {
  QPDFObjectHandle descriptor = font.getKey("/FontDescriptor");
  if (!descriptor.isDictionary()) return false;
  for (const char* program : {"/FontFile", "/FontFile2", "/FontFile3"})
    if (descriptor.getKey(program).isStream()) return true;
  return false;
}

// A simple font's dictionary, by what only fonts have.
bool is_simple_font(QPDFObjectHandle object) {
  if (!object.isDictionary() || !object.getKey("/BaseFont").isName()) return false;
  QPDFObjectHandle kind = object.getKey("/Subtype");
  return kind.isName() && (kind.getName() == "/Type1" || kind.getName() == "/TrueType");
}

bool set_in_liberation(QPDFObjectHandle font) {
  const auto face = typeface_for(font.getKey("/BaseFont").getName().substr(1));
  const auto file = face ? file_of(*face) : std::nullopt;
  if (!file) return false;
  if (!font.getKey("/Widths").isArray()) {
    const auto widths = widths_of(*file);
    if (!widths) return false;
    font.replaceKey("/Widths", *widths);
    font.replaceKey("/FirstChar", QPDFObjectHandle::newInteger(kFirst));
    font.replaceKey("/LastChar", QPDFObjectHandle::newInteger(kLast));
  }
  font.replaceKey("/BaseFont", QPDFObjectHandle::newName("/" + face->postscript_name()));
  return true;
}

}  // namespace

bool set_in_liberation(QPDF& pdf) {
  bool any = false;
  for (QPDFObjectHandle object : pdf.getAllObjects())
    if (is_simple_font(object) && !is_brought(object)) any = set_in_liberation(object) || any;
  return any;
}

}  // namespace mailroom::ocr::reader
