// A text in which values have places, as the loader hands it over (KeyForm::pattern): "{{}}" stands for each,
// the values come with the content. How a value is written there is up to who knows what the text is: an
// address, XML. Immutable; thread safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace mailroom::connectors {

class Pattern {
 public:
  static constexpr std::string_view kPlace = "{{}}";

  explicit Pattern(std::string_view text);

  // What stands before the first place, between two, and after the last: one more than there are places.
  const std::vector<std::string>& texts() const { return texts_; }
  size_t places() const { return texts_.size() - 1; }
  // `write` is asked for each place's value by its number from 0; a value that is missing is null.
  std::string filled(const Value& values,
                     const std::function<std::string(size_t, const Value&)>& write) const;

 private:
  std::vector<std::string> texts_;
};

}  // namespace mailroom::connectors
