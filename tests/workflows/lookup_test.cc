// Facts that are looked up: asked once, kept with the case, waited for, and never guessed.
#include <gmock/gmock.h>

#include "tests/workflows/office.h"
#include "workflows/lookups.h"

namespace mailroom::workflows {
namespace {

using connectors::Finding;
using connectors::Question;
using ::testing::HasSubstr;

// A register that says what it is told to.
class FakeRegister final : public connectors::Lookup {
 public:
  Finding look_up(const Question& question) override {
    asked.push_back(question);
    return answer;
  }
  std::vector<Question> asked;
  Finding answer;
};

connectors::FoundRow row(const char* surname, const char* score = "1") {
  return {Context{{"id", 7}, {"surname", surname}}, *Decimal::parse(score)};
}

class Lookups : public Office {
 protected:
  Lookups() { look_up_by("{table: citizens, columns: [id, surname], where: {nino: claim.nino}}"); }

  void look_up_by(const std::string& select, const std::string& more = "") {
    use_with("facts:\n", "lookups:\n  citizen:\n    sql: ${secret:REGISTER_URL}\n    select: " + select +
                             "\n" + more + "facts:\n  is_known: citizen != null\n");
    runner = std::make_unique<Runner>(store, clock, workflows,
                                      Runner::Connectors{{"ctr/ledger", ledger}, {"ctr/letter", letter}},
                                      Runner::Lookups{{"ctr/citizen", citizens}});
  }
  // Why a workflow with this look-up does not load.
  std::string refused(const std::string& lookup) const {
    std::vector<Diagnostic> problems;
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    const std::string text = replace_all(std::string(kOfficeWorkflow), "facts:\n",
                                         "lookups:\n  citizen: " + lookup + "\nfacts:\n");
    EXPECT_EQ(parse_workflow(text, "ctr.yaml", options, problems), nullptr);
    std::string codes;
    for (const Diagnostic& problem : problems)
      if (problem.severity == Severity::error) codes += problem.code + ";";
    return codes;
  }

  std::shared_ptr<FakeRegister> citizens = std::make_shared<FakeRegister>();
};

TEST_F(Lookups, ARowThatIsFoundIsAFactOfTheCase) {
  citizens->answer.rows = {row("Adams")};
  const CaseRecord record = run(claim("d1"));
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.facts.at("citizen"), Value(Context{{"id", 7}, {"surname", "Adams"}}));
  EXPECT_EQ(record.facts.at("is_known"), Value(true));
  ASSERT_EQ(citizens->asked.size(), 1u);
  EXPECT_EQ(Value(citizens->asked[0].equal), Value(Context{{"nino", "AB123456C"}}));
}

TEST_F(Lookups, NoRowIsNull) {
  const CaseRecord record = run(claim("d1"));
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.facts.at("is_known"), Value(false));
}

TEST_F(Lookups, ASourceThatIsAwayIsWaitedForAndAskedAgain) {
  citizens->answer = {Finding::Kind::unavailable, {}, "the database server cannot be reached"};
  const CaseRecord waiting = run(claim("d1"));
  EXPECT_EQ(waiting.state, State::checking);
  EXPECT_EQ(waiting.waiting_for, "citizen: the database server cannot be reached");
  ASSERT_TRUE(waiting.not_before);
  citizens->answer = {Finding::Kind::answered, {row("Adams")}, ""};
  EXPECT_EQ(go_on(waiting.id).state, State::checking);  // not before its time
  clock.advance(std::chrono::minutes(2));
  const CaseRecord record = go_on(waiting.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_TRUE(record.waiting_for.empty());
}

TEST_F(Lookups, WhatWasFoundIsKeptAndAskedAgainOnlyIfTheQuestionChanges) {
  look_up_by("{table: citizens, columns: [id, surname], where: {nino: claim.nino}}");
  citizens->answer.rows = {row("Adams")};
  CaseRecord record = run(claim("d1", {{"household_size", "12"}}));
  ASSERT_EQ(record.state, State::awaiting_review);
  const auto correct = [&](const char* field, const char* value) {
    Runner::Verdict verdict;
    verdict.kind = Runner::Verdict::Kind::correct;
    verdict.corrections = {{"d1", 0, field, value, "", {}}};
    runner->decide_by_person(record.id, verdict, "m.lund");
    record = go_on(record.id);
  };
  citizens->answer.rows = {row("Brown")};
  correct("name", "Ada Adams");
  EXPECT_EQ(citizens->asked.size(), 1u);
  EXPECT_EQ(record.facts.at("citizen").context().at("surname"), Value("Adams"));
  correct("nino", "AB123457C");
  EXPECT_EQ(citizens->asked.size(), 2u);
  EXPECT_EQ(record.facts.at("citizen").context().at("surname"), Value("Brown"));
}

TEST_F(Lookups, NobodyIsLookedUpByAFieldThatIsNotSure) {
  ReadDocument document = claim("d1");
  field_of(document, "nino").accepted = false;
  const CaseRecord record = run(document);
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_THAT(reasons(record), HasSubstr("nino"));
  EXPECT_TRUE(citizens->asked.empty());
}

TEST_F(Lookups, RowsThatCannotBeToldApartAreForAPerson) {
  citizens->answer.rows = {row("Adams"), row("Brown")};
  const CaseRecord record = run(claim("d1"));
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(reasons(record), "lookup_unclear: citizen: 2 rows fit equally well or nearly so\n");
  Runner::Verdict verdict;
  verdict.kind = Runner::Verdict::Kind::approve;
  runner->decide_by_person(record.id, verdict, "m.lund");
  EXPECT_EQ(go_on(record.id).facts.at("is_known"), Value(false));
}

TEST_F(Lookups, AFuzzyOneTakesTheRowThatLeads) {
  look_up_by("{table: citizens, columns: [id, surname], where: {nino: claim.nino}}",
             "    fuzzy: {street: claim.address}\n");
  citizens->answer.rows = {row("Adams", "0.95"), row("Brown", "0.82")};
  const CaseRecord record = run(claim("d1", {{"address", "1 Hihg Street"}}));
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.facts.at("citizen"),
            Value(Context{{"id", 7}, {"surname", "Adams"}, {"score", *Decimal::parse("0.95")}}));
  EXPECT_EQ(Value(citizens->asked[0].alike), Value(Context{{"street", "1 Hihg Street"}}));
}

TEST_F(Lookups, ItIsStoredWithTheCaseAndTheAuditNamesNoValue) {
  citizens->answer.rows = {row("Adams")};
  const CaseRecord record = run(claim("d1"));
  const CaseRecord again = case_from_value(to_value(record));
  ASSERT_EQ(again.lookups.size(), 1u);
  EXPECT_EQ(again.lookups[0].value, record.facts.at("citizen"));
  const auto audit = store.audit(record.id);
  const auto looked_up = std::find_if(audit.begin(), audit.end(),
                                      [](const AuditRecord& one) { return one.event == "fact_looked_up"; });
  ASSERT_NE(looked_up, audit.end());
  EXPECT_EQ(Value(looked_up->details), Value(Context{{"lookup", "citizen"}, {"rows", 1}}));
}

TEST_F(Lookups, MistakesAreFoundWhenTheWorkflowIsChecked) {
  EXPECT_EQ(refused("{sql: \"${secret:U}\", select: {table: t, columns: [id]}, fuzzy: {a: claim.name}}"),
            "lookup_unbounded;");
  EXPECT_EQ(refused("{sql: \"mysql://u:pw@h/d\", select: {table: t, columns: [id], where: {a: claim.name}}}"),
            "secret_in_file;");
  EXPECT_EQ(refused("{sql: x, select: {table: t, columns: [id], where: {a: claim.nonsense}}}"),
            "unknown_field;");
  EXPECT_EQ(refused("{sql: x, select: {table: t, columns: [id], where: {a: claim.name}}, at_most: 0}"),
            "wrong_number;");
}

}  // namespace
}  // namespace mailroom::workflows
