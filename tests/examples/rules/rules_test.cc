// The example sites' rules decide as their truth files say: each closed case's documents, as they are truly
// filled in, through the workflow's facts, checks, decisions and routes. What was read has no part in it.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <map>
#include <string>

#include "ocr/form_file.h"
#include "workflows/load.h"
#include "workflows/typed_value.h"

namespace mailroom {
namespace {

namespace fs = std::filesystem;

Context typed_document(const ocr::Form& form, const YAML::Node& fields) {
  Context document;
  for (const ocr::Field& field : form.fields) {
    const YAML::Node written = fields[field.id];
    Value value = field.type == ocr::FieldType::checkbox ? Value(written.IsDefined())
                  : written.IsDefined()                  ? Value(written.Scalar())
                                                         : Value("");
    document.put(field.id, workflows::typed_value(field, form.locale, value).value_or(Value()));
  }
  return document;
}

class Rules : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    workflows::LoadOptions options;
    options.site = folder;
    options.forms = &forms;
    loaded = workflows::load_workflows(options, problems);
  }

  // What the workflow's expressions see of the case: its documents by role, and the date received.
  Context facts_of(const workflows::Workflow& workflow, const std::string& case_id) {
    Context facts;
    std::map<std::string, List> lists;
    for (const auto& sample : truth["samples"]) {
      if (!sample["documents"].IsDefined()) continue;
      for (const auto& document : sample["documents"]) {
        if (!document["case"].IsDefined() || document["case"].Scalar() != case_id) continue;
        const std::string form_id = document["pages"][0]["form"].Scalar();
        const workflows::DocumentRole* role = workflow.role_of_form(form_id);
        const Context one = typed_document(*workflow.form(form_id), document["fields"]);
        if (role->is_list()) {
          lists[role->name].push_back(one);
        } else {
          facts.put(role->name, one);
        }
        facts.put("received", *parse_date(sample["received"].Scalar()));
      }
    }
    for (const auto& role : workflow.documents) {
      if (role.is_list()) facts.put(role.name, lists[role.name]);
    }
    return facts;
  }

  static void expect_same(const YAML::Node& expected, const Value& got, const std::string& what) {
    const auto number = Decimal::parse(expected.Scalar());
    EXPECT_EQ(got, number ? Value(*number) : Value(expected.Scalar())) << what;
  }

  const fs::path folder = fs::path(MAILROOM_SOURCE) / "examples" / GetParam();
  const YAML::Node truth = YAML::LoadFile((folder / "samples/truth.yaml").string());
  std::vector<Diagnostic> problems;
  const std::vector<ocr::Form> forms = ocr::load_forms(folder / "forms", problems);
  workflows::Workflows loaded;
};

TEST_P(Rules, DecideEveryClosedCaseAsTheTruthSays) {
  int decided = 0;
  for (const auto& c : truth["cases"]) {
    if (c["state"].Scalar() != "closed") continue;
    const std::string id = c["id"].Scalar();
    const workflows::Workflow* workflow = loaded.find(c["workflow"].Scalar());
    ASSERT_NE(workflow, nullptr) << id;
    Context facts = facts_of(*workflow, id);
    const Value effective = workflow->effective->expression.evaluate(facts).value;
    ASSERT_TRUE(effective.is(Value::Kind::date)) << id;
    EXPECT_EQ(workflow->subject->expression.evaluate(facts).value, Value(c["subject"].Scalar())) << id;
    for (const auto& fact : workflow->facts)
      facts.put(fact.name, fact.formula.expression.evaluate(facts).value);
    for (const auto& fact : c["facts"])
      expect_same(fact.second, facts.at(fact.first.Scalar()), id + ": " + fact.first.Scalar());
    for (const auto& check : workflow->checks) {
      EXPECT_EQ(check.require->expression.evaluate(facts).value, Value(true)) << id << ": check " << check.id;
    }
    for (const auto& decision : workflow->decisions) {
      ASSERT_TRUE(decision.table || decision.value) << id;
      facts.put(decision.id, decision.table ? decision.table->decide(facts, effective.date()).value
                                            : decision.value->expression.evaluate(facts).value);
    }
    for (const auto& decision : c["decisions"]) {
      const Value& got = facts.at(decision.first.Scalar());
      ASSERT_TRUE(got.is(Value::Kind::context)) << id << ": " << decision.first.Scalar();
      for (const auto& output : decision.second) {
        expect_same(output.second, got.context().at(output.first.Scalar()),
                    id + ": " + decision.first.Scalar() + "." + output.first.Scalar());
      }
    }
    std::string route;
    for (const auto& one : workflow->routes) {
      if (one.condition && one.condition->expression.evaluate(facts).value != Value(true)) continue;
      route = one.id;
      break;
    }
    EXPECT_EQ(route, c["route"].Scalar()) << id;
    ++decided;
  }
  EXPECT_GT(decided, 10);
}

INSTANTIATE_TEST_SUITE_P(ExampleSites, Rules, testing::Values("benefits-office", "tax-office"),
                         [](const auto& site) {
                           return site.param[0] == 'b' ? "BenefitsOffice" : "TaxOffice";
                         });

}  // namespace
}  // namespace mailroom
