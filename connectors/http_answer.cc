#include "connectors/http_answer.h"

#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr size_t kLongestKept = 4096;  // bytes of a value as JSON

const Value kNothing;

}  // namespace

AnswerPath::AnswerPath(std::string_view path, std::string_view key) {
  const auto wrong = [&] {
    return setting_invalid(key, "a path in the answer's JSON, as payment.id or items[1].id");
  };
  for (std::string_view step : split(trim(path), '.')) {
    const size_t bracket = step.find('[');
    if (bracket == 0 || step.empty()) throw wrong();
    steps_.push_back({std::string(step.substr(0, bracket))});
    if (bracket == std::string_view::npos) continue;
    for (step = step.substr(bracket); !step.empty();) {
      const size_t close = step.find(']');
      if (step.front() != '[' || close == std::string_view::npos) throw wrong();
      size_t number = 0;
      const auto [end, failed] = std::from_chars(step.data() + 1, step.data() + close, number);
      if (failed != std::errc() || end != step.data() + close || number == 0) throw wrong();
      steps_.push_back({"", number});
      step.remove_prefix(close + 1);
    }
  }
}

const Value& AnswerPath::in(const Value& body) const {
  const Value* value = &body;
  for (const Step& step : steps_) {
    if (step.number > 0) {
      if (!value->is(Value::Kind::list) || value->list().size() < step.number) return kNothing;
      value = &value->list()[step.number - 1];
    } else {
      if (!value->is(Value::Kind::context)) return kNothing;
      value = &value->context().at(step.name);
    }
  }
  return *value;
}

AnswerValues::AnswerValues(const Context& settings) {
  const Value& given = settings.at("answer");
  if (!given.is(Value::Kind::context)) return;
  for (const auto& [name, path] : given.context().entries())
    paths_.emplace_back(name, AnswerPath(path.text_or(""), "answer." + name));
}

Context AnswerValues::of(const Value& body) const {
  Context values;
  for (const auto& [name, path] : paths_) {
    const Value& found = path.in(body);
    if (!found.is_null() && to_json(found).size() <= kLongestKept) values.put(name, found);
  }
  return values;
}

}  // namespace mailroom::connectors
