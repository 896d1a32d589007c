// A second, different person where the workflow asks for one.
#include "workflows/consent.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "office.h"

namespace mailroom::workflows {
namespace {

using VerdictKind = Runner::Verdict::Kind;

class ConsentTest : public Office {
 protected:
  ConsentTest() {
    use_with("    deliver: [ledger, letter]\n",
             "    approve: {by: 2, queue: ctr-seniors, due: P2D, why: '\"money goes out\"'}\n"
             "    deliver: [ledger, letter]\n");
  }
  CaseRecord approve(const CaseRecord& record, const std::string& by) {
    Runner::Verdict verdict;
    verdict.kind = VerdictKind::approve;
    runner->decide_by_person(record.id, verdict, by);
    return go_on(record.id);
  }
};

TEST_F(ConsentTest, NothingIsSentBeforeTwoDifferentPeopleApproved) {
  CaseRecord record = run(claim("d1"));
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(record.queue, "ctr-seniors");
  EXPECT_EQ(*record.due, (Date{2026, 11, 25}));
  EXPECT_EQ(reasons(record),
            "approval_needed: to be approved by 2 different people, nobody has yet: money goes out\n");
  record = approve(record, "m.lund");
  EXPECT_EQ(reasons(record),
            "approval_needed: to be approved by 2 different people, m.lund has: money goes out\n");
  EXPECT_TRUE(ledger->sent.empty());
  record = approve(record, "j.osei");
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(ledger->sent.size(), 1u);
}

TEST_F(ConsentTest, TheSamePersonCannotBeBoth) {
  const CaseRecord record = approve(run(claim("d1")), "m.lund");
  EXPECT_EQ(refusal_of([&] { approve(record, "m.lund"); }), "same_person");
  EXPECT_EQ(store.load(record.id)->state, State::awaiting_review);
  EXPECT_TRUE(ledger->sent.empty());
}

TEST_F(ConsentTest, AnApprovalOfAnotherOutcomeDoesNotCount) {
  CaseRecord record = approve(run(claim("d1")), "m.lund");
  Runner::Verdict correction;
  correction.kind = VerdictKind::correct;
  correction.corrections = {{"d1", 0, "income", Value("189.04"), "", {}}};
  runner->decide_by_person(record.id, correction, "j.osei");
  record = go_on(record.id);
  EXPECT_TRUE(record.consents.empty());
  record = approve(record, "j.osei");  // the first of two again
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_TRUE(ledger->sent.empty());
  EXPECT_EQ(approve(record, "m.lund").state, State::closed);
}

TEST_F(ConsentTest, OnePersonMayRefuse) {
  const CaseRecord record = run(claim("d1"));
  Runner::Verdict refusal;
  refusal.kind = VerdictKind::refuse;
  refusal.why = "lives elsewhere";
  runner->decide_by_person(record.id, refusal, "m.lund");
  EXPECT_EQ(go_on(record.id).route, "refused");
  EXPECT_TRUE(ledger->sent.empty());
}

TEST_F(ConsentTest, OnePersonAloneIsNoApproval) {
  LoadOptions options;
  options.site = folder.path();
  options.forms = &forms;
  std::vector<Diagnostic> problems;
  const std::string yaml =
      replace_all(std::string(kOfficeWorkflow), "    deliver: [ledger, letter]\n",
                  "    approve: {by: 1, queue: seniors}\n    deliver: [ledger, letter]\n");
  EXPECT_EQ(parse_workflow(yaml, "ctr.yaml", options, problems), nullptr);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].message, "'by': expected 2 to 9 different people, got 1");
  EXPECT_EQ(problems[0].hint, "for one person write 'review' instead of 'approve'");
}

}  // namespace
}  // namespace mailroom::workflows
