// Which languages a text is written in, as templates name them: a Tesseract pack by its name ("deu"), or
// several joined by '+' ("cym+eng"; the first is the one that is expected most). Packs are Debian's
// tesseract-ocr-*: the functions that look for them read this machine's folders, all others are pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailroom::ocr {

inline constexpr std::string_view kEnglish = "eng";

// "cym+eng": "cym", "eng".
std::vector<std::string> packs_of(std::string_view language);
// Whether it names packs at all, installed or not: no path, no option of Tesseract's ("~deu").
bool is_language(std::string_view language);

// Small letters beyond ASCII that its first pack's language writes, as far as we know them: "äöüß…".
std::string_view own_letters_of(std::string_view language);

// Where Tesseract looks: TESSDATA_PREFIX if it is set, else Debian's folder.
std::string pack_folder();
// Those of its packs that are not there.
std::vector<std::string> missing_packs(std::string_view language);
// The Debian package that has it: "tesseract-ocr-deu", "tesseract-ocr-chi-sim".
std::string package_of(std::string_view pack);
// What to do about packs that are not there.
std::string how_to_install(const std::vector<std::string>& packs);

}  // namespace mailroom::ocr
