// What is and what is not an identifier of each format: published examples, and wrong ones of two kinds, a
// wrong check digit (or a number that is never issued) and a wrong shape.
#pragma once

#include <string_view>
#include <vector>

namespace mailroom {

struct IdentifierExamples {
  std::string_view format;
  std::vector<std::string_view> valid, invalid;
};

const std::vector<IdentifierExamples>& identifier_examples();

}  // namespace mailroom
