// How many wrong, missing, additional and swapped letters lie between two texts (optimal string alignment:
// the Damerau-Levenshtein distance without repeated transposition). Pure, thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mailroom {

size_t edit_distance(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);

}  // namespace mailroom
