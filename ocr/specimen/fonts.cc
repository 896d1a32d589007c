#include "ocr/specimen/fonts.h"

#include <glib.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace mailroom::ocr::specimen {
namespace {

constexpr std::string_view kSans[] = {
    "Liberation Sans", "DejaVu Sans", "Nimbus Sans", "FreeSans",  "Noto Sans",      "Open Sans",
    "Carlito",         "Lato",        "Roboto",      "Cantarell", "TeX Gyre Heros", "Liberation Sans Narrow",
};
constexpr std::string_view kSerif[] = {
    "Liberation Serif", "DejaVu Serif", "Nimbus Roman", "FreeSerif",       "Noto Serif",
    "Caladea",          "C059",         "P052",         "TeX Gyre Termes",
};
constexpr std::string_view kMono[] = {
    "Liberation Mono", "DejaVu Sans Mono", "Noto Mono", "Noto Sans Mono", "Inconsolata", "Fira Code",
};
constexpr std::string_view kTypewriter[] = {
    "Courier Prime", "Nimbus Mono PS", "FreeMono", "GNUTypewriter", "Tlwg Typewriter", "TeX Gyre Cursor",
};
constexpr std::string_view kHand[] = {
    "DkgHandwriting", "Breip",          "femkeklaver", "Rufscript",  "Domestic Manners",
    "Ecolier_court",  "Dancing Script", "Kristi",      "Humor Sans", "Comic Neue",
};

constexpr std::string_view kHairline[] = {"Nimbus Mono PS", "FreeMono", "Tlwg Typewriter", "TeX Gyre Cursor",
                                          "Ecolier_court",  "Kristi",   "Rufscript"};

std::set<std::string, std::less<>> installed_families() {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
  std::set<std::string, std::less<>> names;
  for (int i = 0; i < count; ++i) names.emplace(pango_font_family_get_name(families[i]));
  g_free(families);
  return names;
}

}  // namespace

std::span<const std::string_view> known_fonts(FontStyle style) {
  switch (style) {
    case FontStyle::sans:
      return kSans;
    case FontStyle::serif:
      return kSerif;
    case FontStyle::mono:
      return kMono;
    case FontStyle::typewriter:
      return kTypewriter;
    case FontStyle::hand:
      return kHand;
  }
  return {};
}

bool is_hairline(std::string_view family) {
  return std::find(std::begin(kHairline), std::end(kHairline), family) != std::end(kHairline);
}

std::vector<std::string> installed_fonts(FontStyle style) {
  static const auto installed = installed_families();
  std::vector<std::string> found;
  for (const std::string_view name : known_fonts(style))
    if (installed.contains(name)) found.emplace_back(name);
  return found;
}

}  // namespace mailroom::ocr::specimen
