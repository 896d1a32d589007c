// `expect:` of a test: names are held against the workflow, values are FEEL as in a decision table's cell.
#include <algorithm>

#include "base/text.h"
#include "workflows/test_language.h"
#include "workflows/test_loader.h"
#include "workflows/workflow_scope.h"

namespace mailroom::workflows {

namespace {

const feel::TypeRef kAny = feel::any();

std::vector<std::string> members_of(const feel::Type& type) {
  std::vector<std::string> names;
  for (const auto& [name, member] : type.members) names.push_back(name);
  return names;
}

template <class List, class NameOf>
std::vector<std::string> names_of(const List& list, NameOf name_of) {
  std::vector<std::string> names;
  for (const auto& one : list) names.push_back(name_of(one));
  return names;
}

std::vector<std::string> ids_of_checks(const Workflow& workflow) {
  return names_of(workflow.checks, [](const Check& one) { return one.id; });
}
std::vector<std::string> ids_of_decisions(const Workflow& workflow) {
  return names_of(workflow.decisions, [](const DecisionRule& one) { return one.id; });
}
std::vector<std::string> ids_of_routes(const Workflow& workflow) {
  auto names = names_of(workflow.routes, [](const Route& one) { return one.id; });
  names.emplace_back("returned");  // by a check
  return names;
}
std::vector<std::string> names_of_deliveries(const Workflow& workflow) {
  return names_of(workflow.deliveries, [](const DeliverySpec& one) { return one.name; });
}
std::vector<std::string> names_of_lookups(const Workflow& workflow) {
  return names_of(workflow.lookups, [](const LookupSpec& one) { return one.name; });
}
std::vector<std::string> names_of_fields(const Workflow& workflow) {
  std::vector<std::string> names;
  for (const DocumentRole& role : workflow.documents) {
    for (const std::string& id : role.forms) {
      const ocr::Form* form = workflow.form(id);
      for (const std::string& name : form ? form->names() : std::vector<std::string>())
        names.push_back(role.name + "." + name);
    }
  }
  return names;
}

// What `key` of an expectation may name.
std::vector<std::string> known_values(const Workflow& workflow, std::string_view key) {
  if (key == "fields") return names_of(workflow.documents, [](const DocumentRole& one) { return one.name; });
  if (key == "decisions") return ids_of_decisions(workflow);
  auto names = names_of(workflow.facts, [](const Fact& one) { return one.name; });
  for (std::string& name : names_of_lookups(workflow)) names.push_back(std::move(name));
  return names;
}

std::vector<std::string> known_subjects(const Workflow& workflow, std::string_view about) {
  if (about == "field") return names_of_fields(workflow);
  if (about == "check") return ids_of_checks(workflow);
  if (about == "route") return ids_of_routes(workflow);
  if (about == "decision") return ids_of_decisions(workflow);
  if (about == "delivery") return names_of_deliveries(workflow);
  return names_of_lookups(workflow);
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// The references of the rules of a decision's table.
std::vector<std::string> references_of(const dmn::Table& table) {
  std::vector<std::string> names;
  for (const dmn::TableRule& rule : table.source().rules)
    if (!rule.reference.empty()) names.push_back(rule.reference);
  return names;
}

}  // namespace

const feel::Scope& TestLoader::scope_of(const Workflow& workflow) {
  auto at = scopes_.find(workflow.id);
  if (at == scopes_.end()) at = scopes_.emplace(workflow.id, scope_in_the_end(workflow)).first;
  return at->second;
}

void TestLoader::load_expected(const yaml::Node& expect, TestCase& test) {
  Expectations& all = test.expected;
  const Workflow& workflow = *test.workflow;
  if (expect.entries.empty())
    error(expect.place, "nothing_expected", "the test expects nothing", "expect: {state: closed}");
  const auto word = [&](const char* key) {
    const yaml::Node* node = scalar_at(expect, key);
    return node ? std::optional(said(*node)) : std::nullopt;
  };
  all.state = word("state");
  all.route = word("route");
  all.queue = word("queue");
  all.due = word("due");
  all.urgent = word("urgent");
  all.effective = word("effective");
  if (all.route && !contains(ids_of_routes(workflow), all.route->text))
    unknown(all.route->place, "there is no route", all.route->text, ids_of_routes(workflow));
  if (const yaml::Entry* subject = expect.find_entry("subject"); subject && subject->value.is_scalar())
    all.values.emplace_back(said(*subject), expected(subject->value, workflow, kAny));
  expect_values(expect, "fields", workflow, all.fields);
  expect_values(expect, "facts", workflow, all.facts);
  expect_values(expect, "decisions", workflow, all.decisions);
  if (const yaml::Node* checks = mapping_at(expect, "checks")) expect_checks(*checks, test);
  if (const yaml::Node* rules = mapping_at(expect, "rules")) expect_rules(*rules, test);
  if (const yaml::Node* asks = expect.find("asks")) expect_questions(*asks, test);
  if (const yaml::Node* sends = expect.find("sends")) expect_sends(*sends, test);
  if (const yaml::Node* deliveries = mapping_at(expect, "deliveries")) expect_deliveries(*deliveries, test);
}

Expected TestLoader::expected(const yaml::Node& node, const Workflow& workflow, const feel::TypeRef& type) {
  Expected made;
  made.written = said(node);
  if (node.is_mapping()) {
    made.kind = Expected::Kind::context;
    const bool is_known = type->kind == feel::Type::Kind::context && !type->members.empty() && !type->open;
    for (const yaml::Entry& entry : node.entries) {
      const feel::TypeRef* member = type->member(entry.key);
      if (is_known && !member) {
        unknown(entry.place, "this has no part", entry.key, members_of(*type));
        continue;
      }
      made.entries.push_back({said(entry), expected(entry.value, workflow, member ? *member : kAny)});
    }
  } else if (node.is_list()) {
    made.kind = Expected::Kind::list;
    const bool is_list = type->kind == feel::Type::Kind::list && type->element;
    for (const yaml::Node& item : node.items)
      made.items.push_back(expected(item, workflow, is_list ? type->element : kAny));
  } else {
    yaml::Node written = node;
    if (node.is_null()) written.text = made.written.text = "null";
    made.tests = expression(written, scope_of(workflow), &type);
  }
  return made;
}

void TestLoader::expect_values(const yaml::Node& expect, const char* key, const Workflow& workflow,
                               std::vector<NamedExpected>& into) {
  const yaml::Node* values = mapping_at(expect, key);
  if (!values) return;
  static const std::map<std::string_view, std::string> kMissing = {
      {"fields", "the workflow takes no document"},
      {"facts", "there is no fact"},
      {"decisions", "there is no decision"}};
  const std::vector<std::string> known = known_values(workflow, key);
  for (const yaml::Entry& entry : values->entries) {
    if (!contains(known, entry.key)) {
      unknown(entry.place, kMissing.at(key), entry.key, known);
      continue;
    }
    const auto* in_scope = scope_of(workflow).find(entry.key);
    into.emplace_back(said(entry), expected(entry.value, workflow, in_scope ? in_scope->type : kAny));
  }
}

void TestLoader::expect_checks(const yaml::Node& checks, TestCase& test) {
  const auto known = ids_of_checks(*test.workflow);
  for (const yaml::Entry& entry : checks.entries) {
    if (!contains(known, entry.key)) unknown(entry.place, "there is no check", entry.key, known);
    test.expected.checks.emplace_back(said(entry), said(entry.value));
  }
}

void TestLoader::expect_rules(const yaml::Node& rules, TestCase& test) {
  for (const yaml::Entry& entry : rules.entries) {
    const auto& decisions = test.workflow->decisions;
    const auto decision = std::find_if(decisions.begin(), decisions.end(),
                                       [&](const DecisionRule& one) { return one.id == entry.key; });
    if (decision == decisions.end()) {
      unknown(entry.place, "there is no decision", entry.key, ids_of_decisions(*test.workflow));
      continue;
    }
    if (decision->value) {
      error(entry.place, "no_rules", "decision '" + entry.key + "' is a formula and has no rules",
            "decisions: {" + entry.key + ": …}");
      continue;
    }
    ExpectedRules made{said(entry), {}, entry.value.place};
    const auto add = [&](const yaml::Node& node) {
      made.rules.push_back(said(node));
      if (decision->table) check_rule(entry.key, *decision->table, node);  // a model's tables are many
    };
    if (entry.value.is_list()) {
      for (const yaml::Node& item : entry.value.items) add(item);
    } else if (entry.value.is_scalar() && entry.value.text != kNoRule) {
      add(entry.value);
    }
    test.expected.rules.push_back(std::move(made));
  }
}

void TestLoader::check_rule(const std::string& decision, const dmn::Table& table, const yaml::Node& rule) {
  const std::string what = "decision '" + decision + "' has no rule";
  const auto references = references_of(table);
  const size_t count = table.source().rules.size();
  for (size_t i = 1; i <= count; ++i)
    if (rule.text == std::to_string(i)) return;
  if (rule.text.find_first_not_of("0123456789") == std::string::npos) {
    error(rule.place, "unknown_name", what + " '" + rule.text + "'",
          "it has rules 1 to " + std::to_string(count));
  } else if (!contains(references, rule.text)) {
    unknown(rule.place, what, rule.text, references);
  }
}

void TestLoader::expect_questions(const yaml::Node& asks, TestCase& test) {
  auto& questions = test.expected.questions.emplace();
  test.expected.questions_place = asks.place;
  for (const yaml::Node& node : asks.items) {
    if (!node.is_mapping()) continue;
    std::vector<ExpectedQuestion> about;
    for (const yaml::Entry& entry : node.entries)
      if (entry.key != "says" && entry.value.is_scalar()) about.push_back({entry.key, said(entry.value), {}});
    if (about.size() != 1) {
      error(node.place, "wrong_value", "a question is about one thing",
            "one of " + quoted_list(question_subjects()) + " or 'reason'");
      continue;
    }
    ExpectedQuestion& question = about.front();
    const auto known = known_subjects(*test.workflow, question.about);
    if (question.about != "reason" && !contains(known, question.name.text))
      unknown(question.name.place, "there is no " + question.about, question.name.text, known);
    if (const yaml::Node* says = scalar_at(node, "says")) question.says = said(*says);
    questions.push_back(std::move(question));
  }
}

bool TestLoader::is_delivery(const Workflow& workflow, const Said& name) {
  if (workflow.delivery(name.text)) return true;
  unknown(name.place, "there is no delivery", name.text, names_of_deliveries(workflow));
  return false;
}

void TestLoader::expect_sends(const yaml::Node& sends, TestCase& test) {
  Expectations& all = test.expected;
  all.sends_place = sends.place;
  all.sends_no_more = !sends.is_mapping();
  for (const yaml::Node& name : sends.items)
    if (is_delivery(*test.workflow, said(name))) all.sends.push_back({said(name), std::nullopt, true});
  for (const yaml::Entry& entry : sends.entries) {
    if (!is_delivery(*test.workflow, said(entry))) continue;
    ExpectedSending made{said(entry), std::nullopt, true};
    if (entry.value.is_scalar() && entry.value.text == kNothing) {
      made.is_sent = false;
    } else if (entry.value.is_mapping()) {
      made.content =
          expected_content(entry.value, *test.workflow, test.workflow->delivery(entry.key)->content);
    } else if (!entry.value.is_null()) {
      error(entry.value.place, "wrong_value",
            "'" + entry.key + "': expected what it says, by name, or '" + kNothing + "'",
            entry.key + ": " + kNothing);
    }
    all.sends.push_back(std::move(made));
  }
}

// As the workflow writes it: a name that it does not have is told.
Expected TestLoader::expected_content(const yaml::Node& node, const Workflow& workflow,
                                      const Content& content) {
  if (!node.is_mapping() || content.kind != Content::Kind::context) return expected(node, workflow, kAny);
  Expected made;
  made.kind = Expected::Kind::context;
  made.written = said(node);
  for (const yaml::Entry& entry : node.entries) {
    const auto at = std::find(content.names.begin(), content.names.end(), entry.key);
    if (at == content.names.end()) {
      unknown(entry.place, "the delivery does not say", entry.key, content.names);
      continue;
    }
    const Content& inner = content.items[static_cast<size_t>(at - content.names.begin())];
    made.entries.push_back({said(entry), expected_content(entry.value, workflow, inner)});
  }
  return made;
}

void TestLoader::expect_deliveries(const yaml::Node& deliveries, TestCase& test) {
  for (const yaml::Entry& entry : deliveries.entries)
    if (is_delivery(*test.workflow, said(entry)))
      test.expected.deliveries.emplace_back(said(entry), said(entry.value));
}

}  // namespace mailroom::workflows
