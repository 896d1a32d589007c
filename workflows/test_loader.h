// One file of tests being loaded: the parts share the workflows and the problems. Internal to load_tests.cc,
// load_given.cc and load_expected.cc; one thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/yaml.h"
#include "workflows/test_case.h"

namespace mailroom::workflows {

class TestLoader {
 public:
  TestLoader(const Workflows& workflows, std::filesystem::path site, std::vector<Diagnostic>& problems)
      : workflows_(workflows), site_(std::move(site)), problems_(problems) {}

  std::vector<TestCase> load(const yaml::Node& root);

 private:
  void error(Place place, std::string code, std::string message, std::string hint = {});
  // "there is no check" 'ninoo', with the nearest of those there are.
  void unknown(const Place& place, const std::string& what, const std::string& name,
               const std::vector<std::string>& known);
  // An expression, or unary tests on a value of this type; its problems are told at their places.
  std::optional<feel::Expression> expression(const yaml::Node& node, const feel::Scope& scope,
                                             const feel::TypeRef* tested = nullptr);
  // What an expression that reads nothing comes to; null, with a problem, if it cannot be read.
  Value constant(const yaml::Node& node);

  // load_tests.cc
  std::optional<TestCase> load_test(const yaml::Node& root, const yaml::Node& node);
  std::shared_ptr<const Workflow> workflow_of(const yaml::Node& root, const yaml::Node& node);
  std::shared_ptr<const Workflow> without_sampling(const Workflow& workflow);
  void load_time(const yaml::Node& root, const yaml::Node& node, TestCase& test);
  // load_given.cc
  void load_given(const yaml::Node& given, TestCase& test);
  void load_files(const yaml::Node& given, TestCase& test);
  void load_documents(const yaml::Node& documents, TestCase& test);
  void load_document(const DocumentRole& role, const yaml::Node& node, TestCase& test);
  const ocr::Form* form_of(const DocumentRole& role, const yaml::Node& node, const Workflow& workflow);
  void load_field(const ocr::Form& form, const ocr::Field& field, const std::string& id,
                  const yaml::Node& node, ReadDocument& document);
  void load_unsure(const ocr::Field& field, const yaml::Node& node, ocr::FieldReading& reading);
  void load_rows(const ocr::Form& form, const ocr::Table& table, const yaml::Node& node,
                 ReadDocument& document);
  void load_facts(const yaml::Node& facts, TestCase& test);
  void load_lookups(const yaml::Node& lookups, TestCase& test);
  connectors::FoundRow load_row(const LookupSpec& spec, const yaml::Node& node);
  void load_answers(const yaml::Node& answers, TestCase& test);
  connectors::DeliveryOutcome load_answer(const DeliverySpec& spec, const yaml::Node& node);
  // load_then.cc
  void load_then(const yaml::Node& steps, TestCase& test);
  void load_step(const yaml::Node& node, TestCase& test);
  void load_correction(const yaml::Entry& entry, const Workflow& workflow, TestStep& step);
  // load_expected.cc
  const feel::Scope& scope_of(const Workflow& workflow);
  void load_expected(const yaml::Node& expect, TestCase& test);
  Expected expected(const yaml::Node& node, const Workflow& workflow, const feel::TypeRef& type);
  void expect_values(const yaml::Node& expect, const char* key, const Workflow& workflow,
                     std::vector<NamedExpected>& into);
  void expect_checks(const yaml::Node& checks, TestCase& test);
  void expect_rules(const yaml::Node& rules, TestCase& test);
  void check_rule(const std::string& decision, const dmn::Table& table, const yaml::Node& rule);
  void expect_questions(const yaml::Node& asks, TestCase& test);
  void expect_sends(const yaml::Node& sends, TestCase& test);
  Expected expected_content(const yaml::Node& node, const Workflow& workflow, const Content& content);
  void expect_deliveries(const yaml::Node& deliveries, TestCase& test);
  bool is_delivery(const Workflow& workflow, const Said& name);

  const Workflows& workflows_;
  std::filesystem::path site_;
  std::vector<Diagnostic>& problems_;
  std::map<std::string, std::shared_ptr<const Workflow>> without_sampling_;  // by id
  std::map<std::string, feel::Scope> scopes_;                                // by id
};

// A scalar's text and place.
Said said(const yaml::Node& node);
Said said(const yaml::Entry& entry);  // its key

}  // namespace mailroom::workflows
