// The words that made-up people and places are made of. Constant data.
#pragma once

#include <span>
#include <string_view>

namespace mailroom::ocr::specimen {

std::span<const std::string_view> first_names();
std::span<const std::string_view> surnames();
std::span<const std::string_view> street_names();
std::span<const std::string_view> street_kinds();
std::span<const std::string_view> towns();
std::span<const std::string_view> occupations();
std::span<const std::string_view> remarks();       // several words, for free text
std::span<const std::string_view> margin_notes();  // what offices scribble beside a form
std::span<const std::string_view> pleas();         // what people write where there is no box for it
std::span<const std::string_view> stamp_words();

// Of a language other than English.
struct Vocabulary {
  std::string_view pack;  // Tesseract's name of the language
  std::span<const std::string_view> first_names, surnames, streets, towns, occupations, remarks;
  bool number_first = false;       // "12, rue de l'Église", or "Gärtnerstraße 12"
  std::string_view beside_number;  // what stands between a street and its number
};
// By the first pack that `language` (ocr/language.h) names; null for English and what we have no words of.
const Vocabulary* vocabulary_abroad(std::string_view language);

}  // namespace mailroom::ocr::specimen
