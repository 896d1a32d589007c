// What a receiver answers, and the deliveries that tell it on.
#include "workflows/answers.h"

#include "tests/workflows/office.h"
#include "workflows/dry_run.h"

namespace mailroom::workflows {
namespace {

using Outcome = connectors::DeliveryOutcome;

class AnswersTest : public Office {
 protected:
  AnswersTest() { use_answers(); }
  void use_answers() {
    std::string text = replace_all(std::string(kOfficeWorkflow), R"(  ledger:
    sql: sqlite:data/ledger.db
    insert: {table: awards, row: {nino: claim.nino, amount: band.weekly_award}}
)",
                                   R"(  ledger:
    http: https://pay.example/claims/{{ claim.nino }}/awards
    body: {amount: band.weekly_award}
    answer: {reference: payment.id}
)");
    text =
        replace_all(text, "letter: letters/award.txt",
                    "letter: letters/award.txt\n    subject: \"Payment {{ deliveries.ledger.reference }}\"");
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    use(text, options);
  }
  static Outcome taken(const std::string& reference) {
    Outcome outcome{Outcome::Kind::delivered, "", "row 1"};
    outcome.answer = Context{{"reference", reference}};
    return outcome;
  }
  std::string subject_of(size_t sent) const {
    return letter->sent.at(sent).content.at("subject").text_or("");
  }
};

TEST_F(AnswersTest, AreKnownToTheDeliveriesThatComeAfter) {
  ledger->next = {taken("P-17")};
  const CaseRecord record = run(claim("d1"));
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(subject_of(0), "Payment P-17");
  EXPECT_EQ(Value(find_delivery(record, "ledger")->answer), Value(Context{{"reference", "P-17"}}));
}

TEST_F(AnswersTest, LastAsLongAsTheCase) {
  ledger->next = {taken("P-17")};
  const CaseRecord record = run(claim("d1"));
  const CaseRecord again = case_from_value(to_value(record));
  EXPECT_EQ(Value(find_delivery(again, "ledger")->answer), Value(Context{{"reference", "P-17"}}));
}

TEST_F(AnswersTest, AreEmptyWhereNothingWasAnswered) {
  run(claim("d1"));
  EXPECT_EQ(subject_of(0), "Payment ");
}

TEST_F(AnswersTest, GoIntoWhatIsSentAfterAnotherAttempt) {
  ledger->next = {{Outcome::Kind::retry_later, "later", ""}, taken("P-18")};
  const auto id = runner->file(claim("d1")).at(0);
  go_on(id);
  EXPECT_EQ(letter->sent.size(), 0u);
  clock.advance(std::chrono::minutes(1));
  go_on(id);
  EXPECT_EQ(subject_of(0), "Payment P-18");
}

TEST_F(AnswersTest, OfAnAmendmentAmendWhatWasToldBefore) {
  ledger->can_amend = letter->can_amend = true;
  ledger->next = {taken("P-17"), taken("P-18")};
  const CaseRecord first = run(claim("d1", {{"slips", "0"}}));
  run(payslip("d2", "736.67"));  // 170.00 a week: half
  ASSERT_EQ(ledger->sent.size(), 2u);
  ASSERT_EQ(letter->sent.size(), 2u);
  EXPECT_EQ(subject_of(1), "Payment P-18");
  EXPECT_EQ(letter->sent[1].amendment, 1);
}

TEST_F(AnswersTest, ThatDifferAreForAPersonWhereWhatWasToldCannotBeAmended) {
  ledger->can_amend = true;
  ledger->next = {taken("P-17"), taken("P-18")};
  write_file(folder.path() / "letters" / "award.txt", "Thank you.\n");
  use_answers();
  const CaseRecord first = run(claim("d1", {{"slips", "0"}}));
  const CaseRecord record = run(payslip("d2", "736.67"));
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(
      reasons(record),
      "amendment_needed: letter took effect already and cannot be amended: subject: Payment P-17 was sent, "
      "Payment P-18 is decided now\n");
  Runner::Verdict verdict;
  verdict.kind = Runner::Verdict::Kind::approve;
  runner->decide_by_person(record.id, verdict, "j.osei");
  EXPECT_EQ(go_on(record.id).state, State::closed);
  EXPECT_EQ(letter->sent.size(), 1u);
}

TEST_F(AnswersTest, AreMadeUpInADryRun) {
  const DryRun run = dry_run(workflows, folder.path(), clock, {claim("d1")});
  ASSERT_EQ(run.deliveries.size(), 2u);
  EXPECT_NE(run.deliveries[0].preview.find("POST https://pay.example/claims/AB123456C/awards\n"),
            std::string::npos)
      << run.deliveries[0].preview;
  EXPECT_NE(run.deliveries[1].preview.find("Payment (reference from ledger)"), std::string::npos)
      << run.deliveries[1].preview;
}

TEST_F(AnswersTest, ADryRunShowsWhatALimitWouldKeepForLater) {
  use_with("    retry: {max_attempts: 3", "    limit: {per_minute: 1}\n    retry: {max_attempts: 3");
  const DryRun run = dry_run(workflows, folder.path(), clock,
                             {claim("d1", {{"nino", "AB123451C"}}), claim("d2", {{"nino", "AB123452C"}})});
  EXPECT_EQ(run.deliveries.size(), 4u);
}

}  // namespace
}  // namespace mailroom::workflows
