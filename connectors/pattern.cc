#include "connectors/pattern.h"

namespace mailroom::connectors {

Pattern::Pattern(std::string_view text) {
  size_t at = 0;
  for (size_t place = text.find(kPlace); place != std::string_view::npos; place = text.find(kPlace, at)) {
    texts_.emplace_back(text.substr(at, place - at));
    at = place + kPlace.size();
  }
  texts_.emplace_back(text.substr(at));
}

std::string Pattern::filled(const Value& values,
                            const std::function<std::string(size_t, const Value&)>& write) const {
  static const Value kNothing;
  std::string text = texts_.front();
  for (size_t i = 0; i < places(); ++i) {
    const bool is_there = values.is(Value::Kind::list) && i < values.list().size();
    text += write(i, is_there ? values.list()[i] : kNothing);
    text += texts_[i + 1];
  }
  return text;
}

}  // namespace mailroom::connectors
