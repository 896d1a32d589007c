// What an author is told: each mistake is made in an otherwise right workflow, and the whole text of what is
// said is held in tests/data/workflow_diagnostics.golden (scripts/update-goldens writes it anew).
#include "workflows/load.h"

#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "mistakes.h"
#include "office.h"
#include "workflows/findings.h"
#include "workflows/language.h"

namespace mailroom::workflows {
namespace {

class Load : public Office {
 protected:
  std::string said_of(const std::string& text) {
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    std::vector<Diagnostic> problems;
    if (const auto workflow = parse_workflow(text, "ctr.yaml", options, problems)) {
      for (Diagnostic& finding : findings_of(*workflow)) {
        // The right one has gaps too, which are not the mistake's.
        if (!findings_of_right.count(finding.message)) problems.push_back(std::move(finding));
      }
    }
    std::string said;
    for (Diagnostic& problem : problems) {
      const bool is_letter = problem.place.file != "ctr.yaml";
      const std::string source = is_letter ? read_file(problem.place.file) : text;
      if (is_letter) problem.place.file = std::filesystem::path(problem.place.file).filename();
      said += to_text(problem, source);
    }
    return said;
  }

  std::set<std::string> findings_of_right = [this] {
    std::set<std::string> messages;
    for (const Diagnostic& finding : findings_of(*workflows.find("ctr"))) messages.insert(finding.message);
    return messages;
  }();
};

TEST_F(Load, EveryMistakeIsExplainedAtItsPlace) {
  expect_golden("workflow_diagnostics", explained(kOfficeWorkflow, kMistakes,
                                                  [&](const std::string& text) { return said_of(text); }));
}

TEST_F(Load, KnowsWhatInboxesTellAndWhatTheirRulesName) {
  const auto with = [](const std::string& condition) {
    return replace_all(std::string(kOfficeWorkflow), "claim.household_size > 9", condition);
  };
  EXPECT_EQ(said_of(with("arrival.sender = \"ada@example.org\"")), "");
  EXPECT_NE(said_of(with("arrival.sendr = \"ada@example.org\"")).find("sender"), std::string::npos);
  EXPECT_NE(said_of(with("arrival.team = \"hardship\"")), "");  // no inbox of the site names it
  const Workflow& workflow = *workflows.find("ctr");
  WorkflowSource kept = workflow.source;
  kept.yaml = with("arrival.team = \"hardship\"");
  EXPECT_NE(load_kept(kept, "ctr.yaml"), nullptr);  // one did, when it was kept
}

TEST_F(Load, ReportsEveryMistakeOfAFileInOneRun) {
  std::string text(kOfficeWorkflow);
  for (const char* name :
       {"a field misspelt in a table", "a form misspelt", "an unknown delivery", "a key misspelt"}) {
    for (const Mistake& mistake : kMistakes) {
      if (std::string_view(mistake.name) == name) {
        text.replace(text.find(mistake.right), std::string_view(mistake.right).size(), mistake.wrong);
      }
    }
  }
  const std::string said = said_of(text);
  for (const char* part : {"houshold_size", "'payslips'", "'leger'", "'open_fro'"}) {
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
  }
}

TEST_F(Load, TellsWhatIsWrongInTheRestOfAFileThatIsNoYaml) {
  std::string text(kOfficeWorkflow);
  const auto put = [&](std::string_view right, std::string_view wrong) {
    text.replace(text.find(right), right.size(), wrong);
  };
  put("title: Council", "title: \"Council");
  put("claim.household_size]", "claim.houshold_size]");
  put("deliver: [letter]", "deliver: [lettre]");
  put("    otherwise: return", "\t otherwise: retrun");
  const std::string said = said_of(text);
  for (const char* part : {"this quote is never closed", "'houshold_size'", "a tab cannot indent"})
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
  // What may follow from the mistake itself is not said: here that a title is missing.
  EXPECT_EQ(said.find("missing"), std::string::npos) << said;
}

TEST_F(Load, KnowsWhichFieldsAreUsed) {
  const Workflow& workflow = *workflows.find("ctr");
  EXPECT_EQ(
      workflow.used_fields,
      (std::vector<std::string>{"claim.declared", "claim.household_size", "claim.income", "claim.nino",
                                "claim.slips", "claim.start_date", "payslips.net_pay", "payslips.nino"}));
  EXPECT_EQ(workflows.claiming("payslip").size(), 1u);
  EXPECT_EQ(workflows.claiming("vat1").size(), 0u);
}

TEST_F(Load, ADigestFollowsTheLettersToo) {
  const std::string before = workflows.find("ctr")->digest;
  LoadOptions options;
  options.site = folder.path();
  options.forms = &forms;
  std::vector<Diagnostic> problems;
  EXPECT_EQ(parse_workflow(kOfficeWorkflow, "ctr.yaml", options, problems)->digest, before);
  write_file(folder.path() / "letters" / "award.txt", "You get something else.\n");
  EXPECT_NE(parse_workflow(kOfficeWorkflow, "ctr.yaml", options, problems)->digest, before);
}

TEST_F(Load, TheSchemaIsMadeOfTheSameTable) {
  const Value schema = json_schema(workflow_key(), "Mailroom workflow");
  const Context& properties = schema.context().at("properties").context();
  EXPECT_TRUE(properties.find("documents"));
  const Context& delivery =
      properties.at("deliveries").context().at("additionalProperties").context().at("properties").context();
  for (const char* key : {"sql", "insert", "file", "letter", "after", "retry"})
    EXPECT_TRUE(delivery.find(key)) << key;
  EXPECT_EQ(parse_json(to_json(schema)), schema);
}

}  // namespace
}  // namespace mailroom::workflows
