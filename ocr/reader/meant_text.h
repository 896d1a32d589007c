// Of the texts that a line may say, likeliest first, the one that was meant: what people write, what the
// field asks for, what a check digit leaves, what is a word. Pure, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/identifier.h"
#include "ocr/form.h"
#include "ocr/reader/line_decoder.h"
#include "ocr/reader/spelling.h"
#include "ocr/reader/subtract.h"

namespace mailroom::ocr::reader {

inline constexpr double kMended = 0.5;  // what only a check digit says: a person looks

// Put right, several may be one.
void join_same(std::vector<LineText>& texts);
// In most typefaces a capital I and a small l are one stroke: where a capital belongs it is one.
void see_capitals(std::vector<LineText>& texts);
// Nobody gives a point a cell: with more characters than cells it is dirt.
void see_dirt_in_comb(std::vector<LineText>& texts, int cells);
// Where a rule stands in a gap between figures, it likelier hides a sign than that a blank was meant.
// `rules`: columns.
void see_hidden_signs(std::vector<LineText>& texts, const std::vector<Component>& line,
                      const std::vector<int>& rules, std::string_view locale);
// Of texts that the ink leaves open, the one that people write, and write in this field.
void prefer_likely(std::vector<LineText>& texts, const Field& field, std::string_view locale);
// Where a check digit leaves only one of the likely texts, that one is meant.
void prefer_valid(std::vector<LineText>& texts, const IdentifierFormat& format);
// Offers the word that one which is none looks like, and says which. `letters`: the language's own.
std::optional<std::string> offer_word(std::vector<LineText>& texts, const IsWord& is_word,
                                      std::string_view letters = {});
// The same, and puts it first where the recognisers saw it as well. Whether there was one.
bool respell(std::vector<LineText>& texts, const IsWord& is_word);
// Puts in front what the check digit of the format makes of the likeliest text, where none of the others
// meets it either.
bool mend(std::vector<LineText>& texts, const std::string& format_name);
// Takes another recogniser's reading into account; whether it is the first, then or now.
bool weigh(std::vector<LineText>& texts, const std::string& other);

}  // namespace mailroom::ocr::reader
