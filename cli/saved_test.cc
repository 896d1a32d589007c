#include "cli/saved_test.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "base/error.h"
#include "base/json.h"
#include "base/local_time.h"
#include "base/text.h"
#include "base/yaml.h"
#include "cli/made_up.h"
#include "workflows/case_facts.h"
#include "workflows/feel/text_of.h"
#include "workflows/load_tests.h"
#include "workflows/run_test.h"
#include "workflows/test_language.h"

namespace mailroom::cli {

namespace {

using workflows::CaseRecord;
using workflows::Filing;
using workflows::State;
using workflows::Workflow;
using yaml::scalar_of;

// FEEL that comes to this value, as YAML's scalar.
std::string in_feel(const Value& value) {
  if (value.is(Value::Kind::date)) return "date(\"" + to_string(value.date()) + "\")";
  const std::string literal = feel::literal_text(value);
  if (!value.is(Value::Kind::text)) return value.is_null() ? "null" : literal;
  const bool is_one_line = literal.find('\n') == std::string::npos;
  return is_one_line ? "'" + replace_all(literal, "'", "''") + "'" : json_quoted(literal);
}

// The same, part by part.
std::string in_parts(const Value& value) {
  std::vector<std::string> parts;
  if (value.is(Value::Kind::context)) {
    for (const auto& [name, part] : value.context().entries())
      parts.push_back(scalar_of(name) + ": " + in_parts(part));
    return "{" + join(parts, ", ") + "}";
  }
  if (value.is(Value::Kind::list)) {
    for (const Value& item : value.list()) parts.push_back(in_parts(item));
    return "[" + join(parts, ", ") + "]";
  }
  return in_feel(value);
}

std::string share(double probability) {
  constexpr double kPlaces = 10'000;  // rounded down, so that they do not come to more than they are together
  const auto hundredths = static_cast<long long>(std::floor(probability * kPlaces));
  const std::string rest = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) +
         (hundredths % 100 == 0 ? "" : "." + std::string(2 - rest.size(), '0') + rest) + "%";
}

[[noreturn]] void cannot(const std::string& why, const std::string& hint) {
  throw Error(Fault::usage, "not_a_test", "this cannot be saved as a test: " + why, "", hint);
}

// What a person is asked about, by what kind of thing it is; none: a test says its code.
std::string subject_of(const std::string& code) {
  if (code == "route" || code == "approval_needed") return "route";
  if (code == "sources_disagree") return "field";
  if (code == "rules_not_in_force") return "decision";
  const std::string kind = code.substr(0, code.find('_'));
  const auto& known = workflows::question_subjects();
  return std::find(known.begin(), known.end(), kind) != known.end() ? kind : "";
}

std::string question(const CaseRecord& record, const workflows::Reason& reason) {
  const std::string about = subject_of(reason.code);
  if (about.empty()) return "{reason: " + scalar_of(reason.code) + "}";
  std::string name = reason.field;
  for (const Filing& filing : record.filings)
    if (about == "field" && filing.document_id == reason.document_id && filing.part == reason.part)
      name = filing.role + "." + reason.field;
  return "{" + about + ": " + scalar_of(name) + "}";
}

std::vector<std::string> questions(const CaseRecord& record) {
  std::vector<std::string> all;
  if (record.state != State::awaiting_review) return all;
  for (const workflows::Reason& reason : record.reasons) all.push_back(question(record, reason));
  return all;
}

// What has to be the same with made-up values, for the test to be one of what happened.
std::vector<std::string> gist(const CaseRecord& record) {
  std::vector<std::string> all = {"state " + std::string(to_string(record.state)), "route " + record.route,
                                  "effective " + to_string(record.effective)};
  for (const auto& check : record.checks)
    all.push_back("check " + check.id + (check.passed ? " passed" : " failed"));
  for (const auto& decision : record.decisions)
    for (const auto& fired : decision.fired)
      all.push_back(decision.id + " rule " + std::to_string(fired.number) + " " + fired.reference);
  for (const std::string& one : questions(record)) all.push_back("question " + one);
  return all;
}

// What the workflow itself says, in a rule or in a table's cell, is nobody's: "single". Small letters.
std::string texts_of(const workflows::WorkflowSource& source) {
  std::string all = source.yaml;
  for (const auto& [file, text] : source.files) all += "\n" + text;
  return replace_all(replace_all(to_lower_ascii(all), "&quot;", "\""), "\\\"", "\"");
}

class Writer {
 public:
  Writer(const CaseRecord& record, const Workflow& workflow, bool made_up)
      : record_(record), workflow_(workflow), is_made_up_(made_up), own_texts_(texts_of(workflow.source)) {}

  size_t replaced() const { return replaced_; }

  std::string given() {
    std::string text = "      documents:\n";
    for (const auto& role : workflow_.documents) {
      std::vector<const Filing*> filings;
      for (const Filing& filing : record_.filings)
        if (filing.role == role.name) filings.push_back(&filing);
      if (filings.empty()) continue;
      text += "        " + role.name + ":\n";
      for (const Filing* filing : filings) {
        const std::string lines = document(*filing);
        if (role.is_list()) {
          const std::string margin(12, ' ');
          text += "          - " + replace_all(std::string(trim(lines)), "\n", "\n" + margin) + "\n";
        } else {
          text += "          " + replace_all(std::string(trim(lines)), "\n", "\n          ") + "\n";
        }
      }
    }
    return text + lookups();
  }

 private:
  std::string document(const Filing& filing) {
    const ocr::Form& form = *workflow_.form(filing.form);
    std::string lines;
    if (!form.find("form")) lines += "form: " + form.id + "\n";
    if (!form.find("received")) lines += "received: " + to_string(local_date(filing.received)) + "\n";
    for (const ocr::FieldReading& reading : filing.fields) {
      if (ocr::parse_cell_name(reading.id)) continue;
      const ocr::Field* field = form.find(reading.id);
      if (!field) continue;
      if (const ocr::Table* table = form.find_table(reading.id)) {
        lines += rows(filing, form, *table);
      } else if (const std::string said = value(filing, form, *field, reading); !said.empty()) {
        lines += reading.id + ": " + said + "\n";
      }
    }
    return lines;
  }

  std::string rows(const Filing& filing, const ocr::Form& form, const ocr::Table& table) {
    const int count = workflows::row_count(record_, filing, table);
    std::string lines;
    for (int row = 1; row <= count; ++row) {
      std::vector<std::string> cells;
      for (const ocr::FieldReading& reading : filing.fields) {
        const auto cell = ocr::parse_cell_name(reading.id);
        const ocr::Field* field =
            cell && cell->table == table.rows.id && cell->row == row ? form.find(reading.id) : nullptr;
        if (!field) continue;
        const std::string said = value(filing, form, *field, reading);
        if (!said.empty()) cells.push_back(cell->column + ": " + said);
      }
      lines += "  - {" + join(cells, ", ") + "}\n";
    }
    return count > 0 ? table.rows.id + ":\n" + lines : "";
  }

  // Empty for what a test need not say.
  std::string value(const Filing& filing, const ocr::Form& form, const ocr::Field& field,
                    const ocr::FieldReading& reading) {
    const std::string path = filing.role + "." + workflows::used_name(reading.id);
    const auto has = [](const std::vector<std::string>& all, const std::string& one) {
      return std::find(all.begin(), all.end(), one) != all.end();
    };
    // What tells whose case it is is somebody's, whatever it looks like.
    const bool is_whose =
        has(workflow_.subject_fields, path) || has(workflow_.role(filing.role)->join_fields, reading.id);
    const bool is_read = has(workflow_.rule_fields, path) && !is_whose;
    const auto written = [&](const Value& one) {
      if (one.is(Value::Kind::boolean)) return std::string(one.boolean() ? "true" : "false");
      const std::string text = to_display(one);
      if (is_made_up_) return text;
      std::string made = made_.in_place_of(text, form, field, is_read && may_stay(text, field));
      replaced_ += made != text;
      return made;
    };
    const bool is_empty =
        reading.value.is(Value::Kind::boolean) ? !reading.value.boolean() : to_display(reading.value).empty();
    const bool for_a_person = reading.altered || reading.conflict || reading.repaired;
    if (for_a_person)
      return "{" + std::string(workflows::kAltered) + ": " + scalar_of(written(reading.value)) + "}";
    if (reading.accepted) return is_empty ? "" : scalar_of(written(reading.value));
    // Nobody is asked about a field that nothing reads.
    if (!workflow_.uses(filing.role, workflows::used_name(reading.id)))
      return is_empty ? "" : scalar_of(written(reading.value));
    std::set<std::string> said = {written(reading.value)};
    std::vector<std::string> all = {scalar_of(*said.begin()) + ": " + share(reading.confidence)};
    double sum = reading.confidence;
    for (const ocr::Alternative& other : reading.alternatives) {
      const std::string text = written(other.value);
      // Sources that each claim their own add up to more than one.
      const double probability = std::min(other.confidence, 1 - sum);
      if (probability <= 0 || !said.insert(text).second) continue;
      sum += probability;
      all.push_back(scalar_of(text) + ": " + share(probability));
    }
    return "{" + std::string(workflows::kUnsure) + ": {" + join(all, ", ") + "}}";
  }

  // Free text that a rule reads may hold anything; a code and a number of a few figures do not.
  bool may_stay(const std::string& text, const ocr::Field& field) const {
    constexpr size_t kFewFigures = 6;
    if (field.type != ocr::FieldType::text) return true;
    const bool is_number = std::none_of(text.begin(), text.end(),
                                        [](unsigned char c) { return c >= 0x80 || std::isalpha(c) != 0; });
    if (is_number && text.size() <= kFewFigures) return true;
    return own_texts_.find("\"" + to_lower_ascii(trim(text)) + "\"") != std::string::npos;
  }

  std::string lookups() {
    std::string text;
    for (const auto& found : record_.lookups)
      text += "        " + scalar_of(found.name) + ": " +
              (found.value.is_null() ? std::string(workflows::kNothing) : in_parts(masked(found.value))) +
              "\n";
    return text.empty() ? "" : "      lookups:\n" + text;
  }
  // Texts of a register are somebody's.
  Value masked(const Value& value) {
    if (is_made_up_) return value;
    if (value.is(Value::Kind::text)) {
      ++replaced_;
      return made_.of_shape(std::string(value.text()));
    }
    if (value.is(Value::Kind::list)) {
      List list;
      for (const Value& item : value.list()) list.push_back(masked(item));
      return list;
    }
    if (!value.is(Value::Kind::context)) return value;
    Context context;
    for (const auto& [name, part] : value.context().entries()) context.put(name, masked(part));
    return context;
  }

  const CaseRecord& record_;
  const Workflow& workflow_;
  bool is_made_up_;
  std::string own_texts_;
  MadeUp made_;
  size_t replaced_ = 0;
};

std::string expected(const CaseRecord& record, const workflows::TestOutcome& outcome) {
  std::string text = "      state: " + std::string(to_string(record.state)) + "\n";
  const auto line = [&](const std::string& key, const std::string& value) {
    text += "      " + key + ": " + value + "\n";
  };
  if (!record.route.empty()) line("route", scalar_of(record.route));
  line("effective", to_string(record.effective));
  std::vector<std::string> checks, rules, decisions, sent;
  for (const auto& check : record.checks)
    checks.push_back(scalar_of(check.id) + ": " + (check.passed ? workflows::kPassed : workflows::kFailed));
  for (const auto& decision : record.decisions) {
    decisions.push_back("        " + scalar_of(decision.id) + ": " + in_parts(decision.value) + "\n");
    std::vector<std::string> fired;
    for (const auto& rule : decision.fired)
      fired.push_back(scalar_of(rule.reference.empty() ? std::to_string(rule.number) : rule.reference));
    if (!fired.empty())
      rules.push_back(scalar_of(decision.id) + ": " +
                      (fired.size() == 1 ? fired[0] : "[" + join(fired, ", ") + "]"));
  }
  if (!checks.empty()) line("checks", "{" + join(checks, ", ") + "}");
  if (!rules.empty()) line("rules", "{" + join(rules, ", ") + "}");
  if (!decisions.empty()) text += "      decisions:\n" + join(decisions, "");
  const auto asked = questions(record);
  if (record.state == State::awaiting_review) line("queue", scalar_of(record.queue));
  line("asks", asked.empty() ? workflows::kNobody : "[" + join(asked, ", ") + "]");
  for (const auto& one : outcome.sent) sent.push_back(scalar_of(one.name));
  line("sends", sent.empty() ? workflows::kNothing : "[" + join(sent, ", ") + "]");
  return text;
}

// The only test of the file.
workflows::TestCase parsed(const std::string& yaml, const std::filesystem::path& site,
                           const workflows::Workflows& all) {
  std::vector<Diagnostic> problems;
  auto tests = workflows::parse_tests(yaml, "tests", site, all, problems);
  if (tests.size() != 1 || has_errors(problems))
    // Not the message: it may quote what stands in a field.
    cannot(problems.empty() ? "it gives no document" : "a test cannot say it (" + problems.front().code + ")",
           "write it by hand: docs/testing.md");
  return std::move(tests.front());
}

void must_be_givable(const CaseRecord& record) {
  for (const Filing& filing : record.filings) {
    if (filing.failure) cannot("a document cannot be read", "give the file itself: files: […]");
    if (!filing.doubts.empty())
      cannot("what is unclear about its pages (" + join(filing.doubts, ", ") + ") does not stand in fields",
             "give the file itself: files: […]");
  }
}

}  // namespace

SavedTest save_as_test(const std::string& name, const CaseRecord& record, const workflows::Workflows& all,
                       const std::filesystem::path& site, Instant now, bool made_up) {
  const Workflow* workflow = all.find(record.workflow, record.version);
  if (!workflow) cannot("no workflow takes the document", "see `mailroom dry-run` without --save-as-test");
  must_be_givable(record);
  Writer writer(record, *workflow, made_up);
  const std::string head = "# yaml-language-server: $schema=tests.schema.json\nworkflow: " + workflow->id +
                           "\nnow: " + to_string(local_date(now)) +
                           "\n\ntests:\n  - name: " + scalar_of(name) + "\n    given:\n" + writer.given() +
                           "    expect:\n";
  workflows::TestRunner runner(site, all.post());
  const auto outcome = runner.run(parsed(head + "      state: closed\n", site, all));
  if (outcome.cases.size() != 1)
    cannot("its documents do not find each other any more", "give the files themselves: files: […]");
  const CaseRecord& again = outcome.cases.front();
  const auto before = gist(record), after = gist(again);
  for (size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
    if (i < before.size() && i < after.size() && before[i] == after[i]) continue;
    cannot(
        "with made-up values it comes to something else (" + (i < after.size() ? after[i] : before[i]) + ")",
        made_up ? "write it by hand: docs/testing.md"
                : "a rule reads what had to be replaced; if the documents are nobody's, add --made-up");
  }
  SavedTest saved{name, head + expected(again, outcome), writer.replaced()};
  const workflows::TestCase test = parsed(saved.yaml, site, all);
  const auto failures = workflows::failures_of(test, runner.run(test));
  if (!failures.empty()) cannot("it would not pass", "write it by hand: docs/testing.md");
  return saved;
}

}  // namespace mailroom::cli
