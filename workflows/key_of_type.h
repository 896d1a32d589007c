// Keys of the language by what they hold, as its tables write them: workflows, decision tables, models.
#pragma once

#include <string>
#include <utility>

#include "workflows/language.h"

namespace mailroom::workflows {

inline Key text(std::string name, std::string description) {
  return {std::move(name), KeyType::text, std::move(description)};
}
inline Key list_of(std::string name, std::string description, Key item) {
  return Key{std::move(name), KeyType::list, std::move(description)}.of({std::move(item)});
}
inline Key formula(std::string name, std::string description) {
  return {std::move(name), KeyType::expression, std::move(description)};
}

}  // namespace mailroom::workflows
