// `then:` of a test: what people do with the case where it waits for them.
#include <charconv>

#include "base/text.h"
#include "workflows/given_document.h"
#include "workflows/test_language.h"
#include "workflows/test_loader.h"
#include "workflows/typed_value.h"

namespace mailroom::workflows {

namespace {

using Kind = Runner::Verdict::Kind;

struct Action {
  const char* key;
  Kind kind;
};
constexpr Action kActions[] = {{kCorrect, Kind::correct},
                               {kApprove, Kind::approve},
                               {kRefuse, Kind::refuse},
                               {kReturn, Kind::return_to_sender},
                               {kRetry, Kind::retry}};

std::string actions() {
  std::vector<std::string> names;
  for (const Action& action : kActions) names.emplace_back(action.key);
  return quoted_list(names);
}

// The first of the role's forms that has the field.
const ocr::Form* form_with(const Workflow& workflow, const DocumentRole& role, std::string_view field) {
  for (const std::string& id : role.forms) {
    const ocr::Form* form = workflow.form(id);
    if (form && form->find(field)) return form;
  }
  return nullptr;
}

// "payslips[2].net_pay".
struct FieldPath {
  std::string role, field;
  int document = 1;
};
FieldPath path_of(const std::string& written) {
  const size_t dot = written.find('.');
  FieldPath path{written.substr(0, dot), dot == std::string::npos ? "" : written.substr(dot + 1), 1};
  const size_t open = path.role.find('[');
  if (open == std::string::npos) return path;
  const std::string number = path.role.substr(open + 1, path.role.size() - open - 2);
  const auto [end, bad] = std::from_chars(number.data(), number.data() + number.size(), path.document);
  const bool is_number = bad == std::errc() && end == number.data() + number.size() && path.document > 0;
  if (is_number && path.role.back() == ']') path.role.resize(open);
  return path;
}

}  // namespace

void TestLoader::load_then(const yaml::Node& steps, TestCase& test) {
  for (const yaml::Node& node : steps.items)
    if (node.is_mapping()) load_step(node, test);
}

void TestLoader::load_step(const yaml::Node& node, TestCase& test) {
  TestStep step;
  step.place = node.place;
  step.by = text_at(node, "by", kSomebody);
  std::string named;
  for (const Action& action : kActions) {
    const yaml::Entry* entry = node.find_entry(action.key);
    if (!entry) continue;
    if (!named.empty()) {
      error(entry->place, "two_actions", "this step says '" + named + "' and '" + action.key + "'",
            "make two steps of it, each with its '-'");
      continue;
    }
    named = action.key;
    step.does = action.kind;
    step.place = entry->place;
    if (action.kind == Kind::refuse || action.kind == Kind::return_to_sender) step.why = entry->value.text;
    if ((action.kind == Kind::approve || action.kind == Kind::retry) && entry->value.text == "false")
      error(entry->value.place, "wrong_value", "'" + named + "': expected true, got 'false'",
            "leave the step out");
    for (const yaml::Entry& one : entry->value.entries) load_correction(one, *test.workflow, step);
  }
  if (named.empty())
    error(node.place, "no_action", "this step does not say what somebody does",
          "one of its keys must be " + actions());
  if (const yaml::Node* expect = mapping_at(node, "expect")) {
    TestCase then;
    then.workflow = test.workflow;
    load_expected(*expect, then);
    step.expected = std::move(then.expected);
  }
  test.then.push_back(std::move(step));
}

void TestLoader::load_correction(const yaml::Entry& entry, const Workflow& workflow, TestStep& step) {
  const FieldPath path = path_of(entry.key);
  const DocumentRole* role = workflow.role(path.role);
  if (!role) {
    std::vector<std::string> known;
    for (const DocumentRole& one : workflow.documents) known.push_back(one.name);
    return unknown(entry.place, "the workflow takes no document", path.role, known);
  }
  const ocr::Form* form = form_with(workflow, *role, path.field);
  if (!form) {
    std::vector<std::string> known;
    for (const std::string& id : role->forms)
      if (const ocr::Form* one = workflow.form(id))
        for (const std::string& name : one->names()) known.push_back(role->name + "." + name);
    return unknown(entry.place, "there is no field", entry.key, known);
  }
  if (!entry.value.is_scalar()) {
    return error(entry.value.place, "wrong_type",
                 "'" + entry.key + "': expected what stands in the field, got " +
                     std::string(kind_name(entry.value.kind)),
                 entry.key + ": 8");
  }
  const ocr::Field& field = *form->find(path.field);
  GivenCorrection made{said(entry), role->name, path.document, path.field,
                       written_value(field, entry.value.text)};
  if (!typed_value(field, form->locale, made.value)) {
    return error(entry.value.place, "field_invalid",
                 "'" + entry.key + "': '" + entry.value.text + "' is not " + expected_in(field, form->locale),
                 "a person can only put in what the field takes");
  }
  step.corrections.push_back(std::move(made));
}

}  // namespace mailroom::workflows
