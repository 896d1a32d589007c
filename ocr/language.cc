#include "ocr/language.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"

namespace mailroom::ocr {
namespace {

// As Tesseract's packs are named: ISO 639-2, and a script or variety behind a '_' ("chi_sim_vert").
bool is_pack(std::string_view name) {
  constexpr size_t kCode = 3;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  return name.size() >= kCode && std::all_of(name.begin(), name.begin() + kCode, is_small) &&
         (name.size() == kCode || name[kCode] == '_') && name.back() != '_' &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_small(c) || c == '_'; });
}

}  // namespace

std::vector<std::string> packs_of(std::string_view language) {
  std::vector<std::string> packs;
  for (const std::string_view pack : split(language, '+')) packs.emplace_back(trim(pack));
  return packs;
}

bool is_language(std::string_view language) {
  const std::vector<std::string> packs = packs_of(language);
  return std::all_of(packs.begin(), packs.end(), is_pack);
}

std::string_view own_letters_of(std::string_view language) {
  // Unicode's CLDR, main and auxiliary letters without those of foreign names.
  constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
      {"deu", "äöüßéë"},    {"fra", "àâçéèêëîïôùûüÿœæ"},       {"spa", "áéíóúüñ"},
      {"pol", "ąćęłńóśźż"}, {"cym", "âêîôûŵŷäëïöüáéíóúàèìòù"},
  };
  for (const auto& [pack, letters] : kLetters)
    if (language.substr(0, language.find('+')) == pack) return letters;
  return {};
}

std::string pack_folder() {
  if (const char* prefix = std::getenv("TESSDATA_PREFIX")) return prefix;
  return "/usr/share/tesseract-ocr/5/tessdata";
}

std::vector<std::string> missing_packs(std::string_view language) {
  const std::filesystem::path folder = pack_folder();
  std::vector<std::string> missing = packs_of(language);
  std::erase_if(missing, [&](const std::string& pack) {
    std::error_code ignored;
    return std::filesystem::exists(folder / (pack + ".traineddata"), ignored);
  });
  return missing;
}

std::string package_of(std::string_view pack) {
  std::string package = "tesseract-ocr-" + std::string(pack);
  std::replace(package.begin(), package.end(), '_', '-');
  return package;
}

std::string how_to_install(const std::vector<std::string>& packs) {
  std::vector<std::string> packages;
  for (const std::string& pack : packs) packages.push_back(package_of(pack));
  return "install the package " + join(packages, " and ");
}

}  // namespace mailroom::ocr
