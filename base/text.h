// Small text tools over UTF-8. All functions are pure and thread safe; invalid UTF-8 never crashes them: a
// byte that starts no valid sequence counts as one code point, U+FFFD.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom {

std::string to_lower_ascii(std::string_view text);
std::string_view trim(std::string_view text);  // ASCII white space
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
// Runs of white space become one blank, ends are trimmed.
std::string fold_space(std::string_view text);

std::vector<uint32_t> code_points(std::string_view utf8);
std::string to_utf8(const std::vector<uint32_t>& code_points);
void append_utf8(std::string& out, uint32_t code_point);
bool is_valid_utf8(std::string_view text);
// Columns as an editor counts them: code points.
size_t length_in_code_points(std::string_view utf8);

// The name among `known` that was probably meant by `typed`: within a third of its length in edits
// (Damerau-Levenshtein, case ignored), nearest first; none if nothing is near.
std::optional<std::string> nearest_name(std::string_view typed, const std::vector<std::string>& known);

// "'a', 'b' or 'c'": for messages that list what was expected.
std::string quoted_list(const std::vector<std::string>& names, std::string_view last_word = "or");

// 1400 → "1,400".
std::string with_thousands(long long number);
// count_of(1, "page") → "1 page"; count_of(3, "page") → "3 pages".
std::string count_of(long long number, std::string_view noun);

}  // namespace mailroom
