#include "cli/show_dry_run.h"

#include <algorithm>

#include "base/local_time.h"
#include "base/text.h"
#include "cli/show_weighed.h"
#include "daemon/desk_values.h"

namespace mailroom::cli {

namespace {

using workflows::CaseRecord;
using workflows::State;

constexpr size_t kLabel = 13;

std::string line(std::string label, const std::string& text, const Terminal& terminal) {
  label.resize(std::max(label.size() + 1, kLabel), ' ');
  // The label first, so that an empty one still indents.
  const std::string body = wrapped(text, std::max(40, terminal.width) - static_cast<int>(kLabel), 0);
  return label + replace_all(body, "\n", "\n" + std::string(kLabel, ' ')) + "\n";
}

// "award, half, 15.70" for {outcome: "award", band: "half", weekly_award: 15.70}.
std::string in_short(const Value& value) {
  if (!value.is(Value::Kind::context)) return clean(to_display(value));
  std::string text;
  for (const auto& [name, entry] : value.context().entries()) {
    text += (text.empty() ? "" : ", ") + clean(to_display(entry));
  }
  return text;
}

std::string rules_of(const workflows::DecisionResult& decision) {
  std::string text;
  for (const workflows::FiredRule& rule : decision.fired) {
    text += (text.empty() ? "rule " : "; rule ") + std::to_string(rule.number);
    if (!rule.reference.empty()) text += ", " + clean(rule.reference);
    if (!rule.reason.empty()) text += " (" + clean(rule.reason) + ")";
  }
  return text.empty() ? "no rule" : text;
}

// The fields that are not sure, with what would come of each of their readings.
std::string doubts_of(const CaseRecord& record, const Terminal& terminal) {
  List fields;
  for (const workflows::WeighedField& one : record.weighed)
    fields.push_back(Context{{"field", one.field}, {"weighed", daemon::weighed_value(&one, daemon::Mask())}});
  Terminal narrower = terminal;
  narrower.width -= static_cast<int>(kLabel);
  const std::vector<std::string> lines = hanging_lines(fields, narrower);
  std::string text;
  for (const std::string& one : lines) {
    std::string label = text.empty() ? "unsure" : "";
    label.resize(kLabel, ' ');
    text += label + one + "\n";
  }
  return text;
}

std::string checks_of(const CaseRecord& record) {
  const auto passed = std::count_if(record.checks.begin(), record.checks.end(),
                                    [](const auto& check) { return check.passed; });
  std::string text = std::to_string(passed) + " of " + std::to_string(record.checks.size()) + " passed";
  for (const workflows::CheckResult& check : record.checks) {
    if (!check.passed) text += "; " + check.id + ": " + clean(check.message) + " → " + check.otherwise;
  }
  return text;
}

std::string whole_delivery(const workflows::DryDelivery& delivery) {
  std::string text;
  for (const std::string_view one : split(trim(delivery.preview), '\n')) {
    text += "    " + clean(one) + "\n";
  }
  return text;
}

}  // namespace

std::pair<std::string, std::string> ending_of(const CaseRecord& record) {
  switch (record.state) {
    case State::awaiting_review:
      return {"would wait", record.queue + (record.due ? ", due " + to_string(*record.due) : "") +
                                (record.urgent ? ", urgent" : "")};
    case State::checking:
      return {"would wait",
              "for " + record.waiting_for +
                  (record.not_before ? ", until " + to_string(local_date(*record.not_before)) : "")};
    case State::returned:
      return {"would go", "back to the sender"};
    case State::quarantined:
      return {"unreadable", "a person would be told"};
    default:
      return {};
  }
}

std::string to_text(const workflows::DryRun& run, const workflows::Workflows& workflows, bool show,
                    const Terminal& terminal) {
  std::string text;
  for (const CaseRecord& record : run.cases) {
    const workflows::Workflow* workflow = workflows.find(record.workflow, record.version);
    text += "\n" + paint(terminal, Tone::strong, workflow ? workflow->title : "No workflow takes it") + "\n";
    std::vector<std::string> files;
    for (const workflows::Filing& filing : record.filings) {
      files.push_back(clean(filing.file) + (filing.role.empty() ? "" : " as " + filing.role));
    }
    text += line("from", join(files, ", "), terminal);
    text += doubts_of(record, terminal);
    if (!record.checks.empty()) text += line("checks", checks_of(record), terminal);
    for (const workflows::DecisionResult& decision : record.decisions) {
      text += line("decided", decision.id + ": " + in_short(decision.value), terminal);
      text += line("", rules_of(decision), terminal);
      for (const std::string& notice : decision.notices) text += line("", "note: " + clean(notice), terminal);
    }
    for (const workflows::Reason& reason : record.reasons)
      text += line("because", clean(reason.text), terminal);
    if (const auto [label, what] = ending_of(record); !label.empty()) text += line(label, what, terminal);
    std::vector<std::string> names;
    for (const workflows::DryDelivery& delivery : run.deliveries) {
      if (delivery.case_id == record.id) names.push_back(delivery.name);
    }
    if (!names.empty()) {
      text += line("would send", join(names, ", then ") + (show ? "" : " (--show)"), terminal);
    } else if (record.state == State::closed) {
      text += line("would close", "and send nothing", terminal);
    }
    if (!show) continue;
    for (const workflows::DryDelivery& delivery : run.deliveries) {
      if (delivery.case_id == record.id) text += "  " + delivery.name + "\n" + whole_delivery(delivery);
    }
  }
  return text;
}

Value to_value(const workflows::DryRun& run) {
  List cases, deliveries;
  for (const CaseRecord& record : run.cases) {
    Value value = workflows::to_value(record);
    cases.push_back(std::move(value));
  }
  for (const workflows::DryDelivery& delivery : run.deliveries) {
    deliveries.push_back(
        Context{{"case", delivery.case_id}, {"name", delivery.name}, {"preview", delivery.preview}});
  }
  return Context{{"cases", std::move(cases)}, {"deliveries", std::move(deliveries)}};
}

}  // namespace mailroom::cli
