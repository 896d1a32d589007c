// Words that were misread by letters that look alike: "Malvem" is no word, "Malvern" is one. Says nothing of
// names and words that the language's list does not have. Pure but for the list that is asked.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mailroom::ocr::reader {

using IsWord = std::function<bool(const std::string&)>;

// `text` with the first such word put right, if there is one. `letters`: a language's own (ocr/language.h),
// which are taken for each other and for those without a mark ("Sofia", "Sofía").
std::optional<std::string> respelled(const std::string& text, const IsWord& is_word,
                                     std::string_view letters = {});

}  // namespace mailroom::ocr::reader
