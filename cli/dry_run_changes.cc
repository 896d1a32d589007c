#include "cli/dry_run_changes.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/text.h"
#include "cli/answer.h"

namespace mailroom::cli {

namespace {

using workflows::CaseRecord;

// What a run found, each thing under its name.
using Findings = std::vector<std::pair<std::string, std::string>>;

std::string shown(const Value& value) {
  return value.is_null() ? "nothing" : clean(to_display(value));
}

void add_value(Findings& findings, const std::string& name, const Value& value) {
  if (!value.is(Value::Kind::context)) {
    findings.emplace_back(name, shown(value));
    return;
  }
  for (const auto& [inner, one] : value.context().entries()) add_value(findings, name + "." + inner, one);
}

void add_documents(Findings& findings, const FinishedRun& finished) {
  for (const ocr::DocumentReading& document : finished.documents) {
    const std::string file = std::filesystem::path(document.file).filename().string();
    if (document.failure) findings.emplace_back(file, document.failure->message);
    for (const ocr::PageReading& page : document.pages)
      findings.emplace_back(file + ", page " + std::to_string(page.page),
                            page.form.empty() ? "no known form" : page.form);
    for (const ocr::FieldReading& field : document.fields)
      findings.emplace_back(file + ", " + field.id,
                            shown(field.value) + (field.accepted ? "" : " (not sure)"));
  }
}

// A case is known by its workflow and its documents: its number is another one in each run.
std::string name_of(const CaseRecord& record) {
  std::vector<std::string> files;
  for (const auto& filing : record.filings) files.push_back(filing.file);
  return (record.workflow.empty() ? "unsorted" : record.workflow) + " (" + join(files, ", ") + ")";
}

void add_case(Findings& findings, const CaseRecord& record, const workflows::DryRun& run) {
  const std::string name = name_of(record) + ", ";
  findings.emplace_back(name + "state", std::string(to_string(record.state)));
  for (const auto& check : record.checks)
    findings.emplace_back(name + "check " + check.id, check.passed ? "passed" : check.message);
  for (const auto& decision : record.decisions) {
    add_value(findings, name + decision.id, decision.value);
    std::vector<std::string> fired;
    for (const auto& rule : decision.fired) fired.push_back("rule " + std::to_string(rule.number));
    if (!fired.empty()) findings.emplace_back(name + decision.id + ", by", join(fired, ", "));
  }
  if (!record.route.empty()) findings.emplace_back(name + "route", record.route);
  for (const auto& reason : record.reasons)
    findings.emplace_back(name + reason.code + " " + reason.field, reason.text);
  for (const auto& delivery : run.deliveries) {
    if (delivery.case_id != record.id) continue;
    size_t number = 0;
    // The keys of deliveries are made of the case's id, which is another one in each run.
    const std::string preview = replace_all(delivery.preview, record.id, "CASE");
    for (const std::string_view line : split(trim(preview), '\n'))
      findings.emplace_back(name + "sends by " + delivery.name + ", line " + std::to_string(++number),
                            clean(line));
  }
}

Findings findings_of(const FinishedRun& finished) {
  Findings findings;
  add_documents(findings, finished);
  for (const CaseRecord& record : finished.run.cases) add_case(findings, record, finished.run);
  return findings;
}

const std::string* find(const Findings& findings, const std::string& name) {
  const auto found =
      std::find_if(findings.begin(), findings.end(), [&](const auto& one) { return one.first == name; });
  return found == findings.end() ? nullptr : &found->second;
}

}  // namespace

FinishedRun finished_run(const Value& json, const std::string& file) {
  FinishedRun finished;
  const auto refuse = [&]() {
    return Error(Fault::usage, "run_invalid", "this is no earlier dry run", file,
                 "keep one with: mailroom dry-run --json … > " + file);
  };
  if (!part(json, "cases").is(Value::Kind::list) || !part(json, "documents").is(Value::Kind::list))
    throw refuse();
  try {
    for (const Value& one : list(json, "documents"))
      finished.documents.push_back(ocr::reading_from_value(one));
    for (const Value& one : list(json, "cases"))
      finished.run.cases.push_back(workflows::case_from_value(one));
  } catch (const Error&) {
    throw refuse();
  }
  for (const Value& one : list(json, "deliveries"))
    finished.run.deliveries.push_back(
        {part(one, "case").text_or(""), part(one, "name").text_or(""), part(one, "preview").text_or("")});
  return finished;
}

std::vector<std::string> changes_between(const FinishedRun& before, const FinishedRun& now) {
  const Findings old_ones = findings_of(before), new_ones = findings_of(now);
  std::vector<std::string> changes;
  for (const auto& [name, text] : new_ones) {
    const std::string* old_text = find(old_ones, name);
    if (!old_text) {
      changes.push_back(name + ": new: " + text);
    } else if (*old_text != text) {
      changes.push_back(name + ": " + *old_text + " → " + text);
    }
  }
  for (const auto& [name, text] : old_ones)
    if (!find(new_ones, name)) changes.push_back(name + ": gone: " + text);
  return changes;
}

std::string to_text(const std::vector<std::string>& changes, const Terminal& terminal) {
  std::string text = paint(terminal, Tone::strong, "Since the last run") + "\n";
  if (changes.empty()) return text + "  everything is as it was\n";
  for (const std::string& change : changes) text += "  " + wrapped(change, terminal.width - 2, 4) + "\n";
  return text;
}

}  // namespace mailroom::cli
