#include "workflows/lookups.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::workflows {

namespace {

// All of its values; none if one of them is missing.
std::optional<Context> rendered(const Content& content, const Context& facts,
                                const feel::Environment& environment) {
  if (content.kind != Content::Kind::context) return Context();
  const Value value = content.render(facts, environment);
  if (!value.is(Value::Kind::context)) return std::nullopt;
  for (const auto& [column, one] : value.context().entries())
    if (one.is_null() || to_display(one).empty()) return std::nullopt;
  return value.context();
}

Value row_value(const LookupSpec& spec, const connectors::FoundRow& row) {
  Context context = row.columns;
  if (spec.is_fuzzy()) context.put("score", row.score);
  return context;
}

}  // namespace

std::optional<connectors::Question> question_of(const LookupSpec& spec, const Context& facts,
                                                const feel::Environment& environment) {
  const auto equal = rendered(spec.equal, facts, environment),
             beginning = rendered(spec.beginning, facts, environment),
             alike = rendered(spec.alike, facts, environment);
  if (!equal || !beginning || !alike) return std::nullopt;
  return connectors::Question{*equal, *beginning, *alike};
}

Value to_value(const connectors::Question& question) {
  return Context{{"equal", question.equal}, {"beginning", question.beginning}, {"alike", question.alike}};
}

std::variant<Value, std::string> value_of(const LookupSpec& spec,
                                          const std::vector<connectors::FoundRow>& rows) {
  if (spec.at_most > 1) {
    if (rows.size() > static_cast<size_t>(spec.at_most))
      return count_of(static_cast<long long>(rows.size()), "row") + " were found, at most " +
             std::to_string(spec.at_most) + " are expected";
    List list;
    for (const auto& row : rows) list.push_back(row_value(spec, row));
    return Value(std::move(list));
  }
  if (rows.empty()) return Value();
  if (rows.size() > 1) {
    const Decimal first = rows[0].score, second = rows[1].score;
    const auto lead = first.subtract(second).value_or(0);
    const bool is_the_one = (first == Decimal(1) && second < first) || lead >= *Decimal::parse(kLeastLead);
    if (!is_the_one)
      return count_of(static_cast<long long>(rows.size()), "row") + " fit equally well or nearly so";
  }
  return row_value(spec, rows[0]);
}

const LookupResult* find_lookup(const CaseRecord& record, std::string_view name) {
  const auto found = std::find_if(record.lookups.begin(), record.lookups.end(),
                                  [&](const LookupResult& one) { return one.name == name; });
  return found == record.lookups.end() ? nullptr : &*found;
}

void put_lookups(Context& facts, const Workflow& workflow, const CaseRecord& record) {
  for (const LookupSpec& spec : workflow.lookups) {
    const LookupResult* result = find_lookup(record, spec.name);
    facts.put(spec.name, result != nullptr ? result->value : Value());
  }
}

}  // namespace mailroom::workflows
