#include "workflows/feel/function_value.h"

#include "workflows/feel/text_of.h"

namespace mailroom::feel {

std::string FunctionValue::to_string() const {
  std::string text = "function(";
  for (const auto& parameter : signature().members) {
    if (text.back() != '(') text += ", ";
    text += parameter.first;
  }
  return text + ")";
}

size_t FunctionValue::index_of(std::string_view parameter) const {
  const Type::Members& parameters = signature().members;
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].first == parameter) return i;
  }
  return std::string_view::npos;
}

std::string RangeValue::to_string() const {
  if (excludes) return "!=" + literal_text(low);
  return (low_included ? "[" : "(") + literal_text(low) + ".." + literal_text(high) +
         (high_included ? "]" : ")");
}

bool RangeValue::equals(const OpaqueValue& other) const {
  const auto* range = dynamic_cast<const RangeValue*>(&other);
  return range && excludes == range->excludes && from_operator == range->from_operator && low == range->low &&
         high == range->high && low_included == range->low_included && high_included == range->high_included;
}

const FunctionValue* as_function(const Value& value) {
  if (!value.is(Value::Kind::opaque)) return nullptr;
  return dynamic_cast<const FunctionValue*>(value.opaque().get());
}

const RangeValue* as_range(const Value& value) {
  if (!value.is(Value::Kind::opaque)) return nullptr;
  return dynamic_cast<const RangeValue*>(value.opaque().get());
}

}  // namespace mailroom::feel
