// Facts that are looked up: what is asked for a case, and what the rows that were found come to. Pure
// functions, thread safe; the runner asks (runner_lookup.cc).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "connectors/lookup.h"
#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// How much better than the second the first must be, where one row alone is wanted and neither is the same.
inline constexpr std::string_view kLeastLead = "0.1";

// By what the case says; none if a value it needs is not there: there is nothing to ask.
std::optional<connectors::Question> question_of(const LookupSpec& spec, const Context& facts,
                                                const feel::Environment& environment);
// As it is kept with the case, to know whether the same would be asked again.
Value to_value(const connectors::Question& question);

// The row, a list of rows or null; or why no row can be told from the others.
std::variant<Value, std::string> value_of(const LookupSpec& spec,
                                          const std::vector<connectors::FoundRow>& rows);

const LookupResult* find_lookup(const CaseRecord& record, std::string_view name);
// What was looked up for this case so far; null for the rest.
void put_lookups(Context& facts, const Workflow& workflow, const CaseRecord& record);

}  // namespace mailroom::workflows
