// What is kept of an answer in JSON: values by the names that the settings give them, each found by its path
// ("payment.id", "items[1].id", from 1 as FEEL counts). What is not there, or is longer than anybody tells a
// case, is not kept: the delivery was taken all the same. Immutable; thread safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"

namespace mailroom::connectors {

class AnswerPath {
 public:
  // Throws Error{usage, "setting_invalid"} that names the key.
  AnswerPath(std::string_view path, std::string_view key);
  const Value& in(const Value& body) const;  // null if there is nothing

 private:
  struct Step {
    std::string name;   // of a context, or
    size_t number = 0;  // from 1: of a list
  };
  std::vector<Step> steps_;
};

class AnswerValues {
 public:
  explicit AnswerValues(const Context& settings);  // the key `answer`
  bool empty() const { return paths_.empty(); }
  Context of(const Value& body) const;

 private:
  std::vector<std::pair<std::string, AnswerPath>> paths_;
};

}  // namespace mailroom::connectors
