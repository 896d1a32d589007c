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

}  // namespace mailroom::ocr::specimen
