#include "workflows/effects.h"

#include <vector>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"
#include "workflows/stored_value.h"

namespace mailroom::workflows {

namespace {

constexpr size_t kLongestTold = 60;  // a letter that differs is not quoted whole

std::string told(const Value& value) {
  const std::string text = value.is_null() ? "nothing" : to_display(value);
  const bool is_long = text.size() > kLongestTold || text.find('\n') != std::string::npos;
  return is_long ? "a text" : text;
}

void compare(const std::string& path, const Value& sent, const Value& wanted,
             std::vector<std::string>& differences) {
  if (sent == wanted) return;
  if (!sent.is(Value::Kind::context) || !wanted.is(Value::Kind::context)) {
    differences.push_back(path + ": " + told(sent) + " was sent, " + told(wanted) + " is decided now");
    return;
  }
  const auto inner = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
  for (const auto& [name, value] : sent.context().entries())
    compare(inner(name), value, wanted.context().at(name), differences);
  for (const auto& [name, value] : wanted.context().entries()) {
    if (sent.context().at(name).is_null()) compare(inner(name), Value(), value, differences);
  }
}

}  // namespace

std::string content_digest(const Context& content) {
  return sha256(to_json(to_stored(Value(content))));
}

std::string difference_of(const Context& sent, const Context& wanted) {
  std::vector<std::string> differences;
  compare("", Value(sent), Value(wanted), differences);
  return join(differences, "; ");
}

bool leave_as_sent(CaseRecord& record, const Reason& reason) {
  if (reason.code != kAmendmentNeeded) return false;
  for (DeliveryRecord& delivery : record.deliveries) {
    if (delivery.name == reason.field) delivery.declined = delivery.proposed;
  }
  return true;
}

}  // namespace mailroom::workflows
