#include "workflows/workflow.h"

#include <algorithm>

#include "base/text.h"
#include "connectors/http_client.h"

namespace mailroom::workflows {

namespace {

// As a letter says it; everything else is said as people read it anyway.
std::string in_words(const Value& value) {
  constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
  if (value.is_null()) return {};
  if (!value.is(Value::Kind::date)) return to_display(value);
  const Date& date = value.date();
  return std::to_string(date.day) + " " + kMonths[date.month - 1] + " " + std::to_string(date.year);
}

template <typename Named>
const Named* find_named(const std::vector<Named>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Value Content::render(const Context& facts, const feel::Environment& environment) const {
  const auto evaluate = [&](const Formula& formula) {
    return formula.expression.evaluate(facts, environment).value;
  };
  switch (kind) {
    case Kind::literal:
      return literal;
    case Kind::expression:
      return pieces.empty() ? Value() : evaluate(*pieces.front().formula);
    case Kind::wording: {
      std::string text;
      for (const Piece& piece : pieces) {
        const std::string said = piece.formula ? in_words(evaluate(*piece.formula)) : piece.text;
        text += piece.formula && is_address ? connectors::percent_encoded(said) : said;
      }
      return text;
    }
    case Kind::list: {
      List list;
      for (const Content& item : items) list.push_back(item.render(facts, environment));
      return list;
    }
    case Kind::context: {
      Context context;
      for (size_t i = 0; i < items.size(); ++i) context.put(names[i], items[i].render(facts, environment));
      return context;
    }
    case Kind::choice: {
      const std::string by = pieces.empty() ? "" : to_display(evaluate(*pieces.front().formula));
      const auto found = std::find(names.begin(), names.end(), by);
      return items.at(static_cast<size_t>(found - names.begin())).render(facts, environment);
    }
  }
  return {};
}

std::string_view to_string(Otherwise otherwise) {
  switch (otherwise) {
    case Otherwise::review:
      return "review";
    case Otherwise::return_to_sender:
      return "return";
    case Otherwise::warn:
      return "warn";
  }
  return "review";
}

const DocumentRole* Workflow::role(std::string_view name) const {
  return find_named(documents, name);
}

const DocumentRole* Workflow::role_of_form(std::string_view form_id) const {
  for (const DocumentRole& one : documents) {
    if (std::find(one.forms.begin(), one.forms.end(), form_id) != one.forms.end()) return &one;
  }
  return nullptr;
}

const DeliverySpec* Workflow::delivery(std::string_view name) const {
  return find_named(deliveries, name);
}

const Route* Workflow::route(std::string_view route_id) const {
  const auto found =
      std::find_if(routes.begin(), routes.end(), [&](const Route& one) { return one.id == route_id; });
  return found == routes.end() ? nullptr : &*found;
}

const ocr::Form* Workflow::form(std::string_view form_id) const {
  const auto found =
      std::find_if(forms.begin(), forms.end(), [&](const auto& one) { return one.id == form_id; });
  return found == forms.end() ? nullptr : &*found;
}

bool Workflow::uses(std::string_view role_name, std::string_view field_id) const {
  const std::string path = std::string(role_name) + "." + std::string(field_id);
  return std::find(used_fields.begin(), used_fields.end(), path) != used_fields.end();
}

Workflows::Workflows(std::vector<std::shared_ptr<const Workflow>> workflows, PostRules post)
    : all_(std::move(workflows)), post_(std::move(post)) {}

const Workflow* Workflows::find(std::string_view id, int version) const {
  const Workflow* newest = nullptr;
  for (const auto& one : all_) {
    if (one->id != id) continue;
    if (version != 0 && one->version == version) return one.get();
    if (version == 0 && !one->is_kept && (!newest || newest->version < one->version)) newest = one.get();
  }
  return newest;
}

std::map<std::string, connectors::TrafficLimit> Workflows::limits() const {
  std::map<std::string, connectors::TrafficLimit> limits;
  for (const auto& one : all_) {
    const Workflow* newest = find(one->id);
    for (const DeliverySpec& delivery : one->deliveries) {
      if (newest && newest != one.get() && newest->delivery(delivery.name)) continue;
      const auto [known, is_new] = limits.try_emplace(delivery.name, delivery.limit);
      if (!is_new) known->second = connectors::stricter(known->second, delivery.limit);
    }
  }
  return limits;
}

std::vector<const Workflow*> Workflows::claiming(std::string_view form_id) const {
  std::vector<const Workflow*> claiming;
  for (const auto& one : all_) {
    if (find(one->id) == one.get() && one->role_of_form(form_id)) claiming.push_back(one.get());
  }
  return claiming;
}

}  // namespace mailroom::workflows
