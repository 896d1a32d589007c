// What comes in becomes cases: pages that belong together, what is written beside the boxes, payslips and
// letters.
#include "workflows/runner.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "office.h"

namespace mailroom::workflows {
namespace {

using RunnerFileTest = Office;
using VerdictKind = Runner::Verdict::Kind;

TEST_F(RunnerFileTest, RulesAndLettersKnowHowACaseCame) {
  LoadOptions options;
  options.site = folder.path();
  options.forms = &forms;
  options.post.arrival_facts = {"team"};
  use(replace_all(replace_all(std::string(kOfficeWorkflow), "claim.household_size > 9",
                              "arrival.team = \"hardship\" and claim.arrival.folder = \"\""),
                  "a large household", "hardship"),
      options);
  ReadDocument document = claim("d1");
  document.arrival = {{"sender", "ada@example.org"}, {"folder", ""}, {"team", "hardship"}};
  CaseRecord record = run(document);
  EXPECT_EQ(record.route, "large");
  EXPECT_EQ(record.queue, "large-team");
  record = case_from_value(to_value(record));
  EXPECT_EQ(record.filings.at(0).arrival.at("sender").text_or(""), "ada@example.org");
  EXPECT_EQ(record.facts.at("arrival").context().at("team").text_or(""), "hardship");
}

TEST_F(RunnerFileTest, ACaseCameAsItsFirstDocumentDid) {
  ReadDocument slip = payslip("d1", "100"), form = claim("d2", {{"slips", "1"}});
  slip.arrival = {{"sender", "employer@example.org"}};
  form.arrival = {{"sender", "ada@example.org"}};
  slip.received = form.received + std::chrono::hours(1);
  run(slip);
  const CaseRecord record = run(form);
  EXPECT_EQ(record.filings.size(), 2u);
  EXPECT_EQ(record.facts.at("arrival").context().at("sender").text_or(""), "ada@example.org");
}

TEST_F(RunnerFileTest, FilingTheSameDocumentAgainChangesNothing) {
  const ReadDocument document = claim("d1");
  const auto first = runner->file(document);
  EXPECT_EQ(runner->file(document), first);
  EXPECT_EQ(store.cases().size(), 1u);
  EXPECT_EQ(store.cases()[0].filings.size(), 1u);
}

TEST_F(RunnerFileTest, PagesInTheWrongOrderAreOneClaimAndTwoClaimsInOneScanAreTwo) {
  ReadDocument turned = document("d1");
  add(turned, "ctr1-2026", good(), {2, 1});
  EXPECT_EQ(run(turned).state, State::closed);
  ReadDocument two = document("d2");
  add(two, "ctr1-2026", good({{"nino", "CE123456A"}}));
  add(two, "ctr1-2026", good({{"nino", "EG123456B"}}));
  const auto ids = runner->file(two);
  ASSERT_EQ(ids.size(), 2u);
  EXPECT_EQ(go_on(ids[0]).subject, "CE123456A");
  EXPECT_EQ(go_on(ids[1]).subject, "EG123456B");
}

TEST_F(RunnerFileTest, PagesThatMayBelongToSeveralClaimsWaitForAPerson) {
  ReadDocument mixed = document("d1");
  add(mixed, "ctr1-2026", good({{"nino", "CE123456A"}}), {1});
  add(mixed, "ctr1-2026", good({{"nino", "EG123456B"}}), {1});
  add(mixed, "ctr1-2026", good(), {2, 2});
  const auto ids = runner->file(mixed);
  ASSERT_EQ(ids.size(), 2u);
  for (const std::string& id : ids) {
    EXPECT_EQ(
        reasons(go_on(id)),
        "pages_mixed: pages of several documents are mixed up in d1.pdf: check that they belong together\n");
  }
}

TEST_F(RunnerFileTest, ABlankBackIsIgnoredAndAnUnknownPageIsNot) {
  ReadDocument backs = claim("d1");
  ocr::PageReading blank;
  blank.page = 3;
  backs.reading.pages.push_back(blank);
  EXPECT_EQ(run(backs).state, State::closed);
  ReadDocument strange = claim("d2", {{"nino", "CE123456A"}});
  blank.ink = 0.05;
  strange.reading.pages.push_back(blank);
  EXPECT_EQ(reasons(run(strange)), "page_unknown: a page in d2.pdf is no known form\n");
}

TEST_F(RunnerFileTest, WhatIsWrittenBesideTheBoxesWaitsForAPerson) {
  ReadDocument plea = claim("d1");
  plea.reading.pages.at(0).notes = {{ocr::NoteKind::note, {300, 20, 420, 40}, {}}};
  CaseRecord record = run(plea);
  EXPECT_EQ(reasons(record),
            "written_beside: something is written beside the boxes on page 1 in d1.pdf: read it\n");
  runner->decide_by_person(record.id, verdict(VerdictKind::approve), "m.lund");
  EXPECT_EQ(go_on(record.id).state, State::closed);
}

TEST_F(RunnerFileTest, ASignatureIsWhereItBelongsAndAStampIsNamed) {
  ReadDocument signed_claim = claim("d1");
  signed_claim.reading.pages.at(0).notes = {{ocr::NoteKind::signature, {300, 20, 420, 40}, {}}};
  EXPECT_EQ(run(signed_claim).state, State::closed);
  ReadDocument stamped = claim("d2", {{"nino", "CE123456A"}});
  stamped.reading.pages.at(0).notes = {{ocr::NoteKind::stamp, {300, 20, 420, 40}, {}}};
  EXPECT_EQ(reasons(run(stamped)), "written_beside: a stamp is on page 1 in d2.pdf: read it\n");
}

TEST_F(RunnerFileTest, AnOfficeThatStampsItsPostIsNotAskedAboutStamps) {
  workflows = Workflows({workflows.all()}, {{}, false});
  ReadDocument stamped = claim("d1");
  stamped.reading.pages.at(0).notes = {{ocr::NoteKind::stamp, {300, 20, 420, 40}, {}}};
  EXPECT_EQ(run(stamped).state, State::closed);
  ReadDocument both = claim("d2", {{"nino", "CE123456A"}});
  both.reading.pages.at(0).notes = {{ocr::NoteKind::stamp, {300, 20, 420, 40}, {}},
                                    {ocr::NoteKind::note, {30, 20, 120, 40}, {}}};
  EXPECT_EQ(reasons(run(both)),
            "written_beside: something is written beside the boxes on page 1 in d2.pdf: read it\n");
}

TEST_F(RunnerFileTest, AMissingPageWaitsForAPerson) {
  ReadDocument half = document("d1");
  add(half, "ctr1-2026", good(), {1});
  EXPECT_EQ(reasons(run(half)), "page_missing: a page of form ctr1-2026 is missing in d1.pdf\n");
}

TEST_F(RunnerFileTest, AClaimWaitsForThePayslipsItSpeaksOf) {
  CaseRecord record = run(claim("d1", {{"slips", "2"}}));
  EXPECT_EQ(record.state, State::checking);
  EXPECT_EQ(record.waiting_for, "payslips 1 of 2");
  EXPECT_EQ(to_rfc3339(*record.not_before), "2027-02-21T08:31:00.000Z");
  EXPECT_EQ(run(payslip("d2", "600.00")).waiting_for, "payslips 2 of 2");
  record = run(payslip("d3", "640.00"));
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.filings.size(), 3u);
  EXPECT_EQ(record.decisions.at(0).value.context().at("band").text_or(""), "half");  // 143.08 a week
}

TEST_F(RunnerFileTest, APayslipThatComesFirstWaitsForItsClaim) {
  const CaseRecord waiting = run(payslip("d1", "472.50"));
  EXPECT_EQ(waiting.waiting_for, "claim");
  const CaseRecord record = run(claim("d2", {{"slips", "1"}}));
  EXPECT_EQ(record.id, waiting.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
}

TEST_F(RunnerFileTest, WhatDoesNotComeInTimeIsAskedForAndCanBeWaved) {
  CaseRecord record = run(claim("d1", {{"slips", "1"}}));
  clock.set(*record.not_before);
  record = go_on(record.id);
  EXPECT_EQ(reasons(record), "document_missing: payslips did not come in time\n");
  runner->decide_by_person(record.id, verdict(VerdictKind::approve), "m.lund");
  EXPECT_EQ(go_on(record.id).state, State::closed);
}

TEST_F(RunnerFileTest, AnUnsureNumberNeverJoinsAStrangersCase) {
  const CaseRecord waiting = run(claim("d1", {{"slips", "1"}}));
  ReadDocument slip = payslip("d2", "472.50");
  field_of(slip, "nino").accepted = false;
  CaseRecord lone = run(slip);
  EXPECT_NE(lone.id, waiting.id);
  EXPECT_EQ(lone.state, State::awaiting_review);
  EXPECT_EQ(reasons(lone),
            "field_unsure: nino: read as 'AB123456C', not sure: whose case it is depends on it\n");
  runner->decide_by_person(lone.id, verdict(VerdictKind::approve), "m.lund");
  lone = go_on(lone.id);
  EXPECT_EQ(lone.state, State::closed);
  EXPECT_EQ(lone.route, "joined");
  EXPECT_TRUE(lone.filings.empty());
  const CaseRecord record = go_on(waiting.id);
  EXPECT_EQ(record.state, State::closed) << reasons(record);
  EXPECT_EQ(record.filings.size(), 2u);
}

ocr::PageReading letter_page(int number, std::vector<ocr::LetterKind> kinds) {
  ocr::PageReading page;
  page.page = number;
  page.ink = 0.05;
  page.text = "Dear council, …";
  page.letter = std::move(kinds);
  return page;
}

const LetterDesks kDesks{{"hardship", "duty", true, parse_period("P1D"), {}},
                         {"appeal", "appeals", false, {}, {}}};

TEST_F(RunnerFileTest, ALetterGoesWhereItsKindGoesWithThePhraseAsTheReason) {
  workflows = Workflows({workflows.all()}, {kDesks});
  ReadDocument written = document("d1");
  written.reading.pages = {letter_page(1, {{"appeal", "wish to appeal", {}}, {"hardship", "no food", {}}}),
                           letter_page(2, {})};
  const CaseRecord record = run(written);
  EXPECT_EQ(record.queue, "duty");  // which the site names first
  EXPECT_TRUE(record.urgent);
  EXPECT_EQ(record.due, (Date{2026, 11, 24}));
  EXPECT_EQ(reasons(record), "letter: no known form, a letter (hardship): it says 'no food'\n");
  ASSERT_EQ(record.filings.at(0).letters.size(), 2U);
  EXPECT_EQ(record.filings[0].letters[1].kind, "hardship");  // its second page
}

TEST_F(RunnerFileTest, ALetterOfNoKnownKindWaitsAmongTheUnsorted) {
  ReadDocument written = document("d1");
  written.reading.pages = {letter_page(1, {})};
  const CaseRecord record = run(written);
  EXPECT_EQ(record.queue, "unsorted");
  EXPECT_EQ(reasons(record), "unsorted: no known form: a letter for a person to read\n");
}

TEST_F(RunnerFileTest, ALetterThatComesWithAClaimIsReadWithIt) {
  workflows = Workflows({workflows.all()}, {kDesks});
  ReadDocument with_letter = claim("d1");
  with_letter.reading.pages.push_back(letter_page(3, {{"hardship", "no food", {}}}));
  const CaseRecord record = run(with_letter);
  EXPECT_TRUE(record.urgent);
  EXPECT_EQ(reasons(record), "letter_enclosed: page 3 of d1.pdf is a letter (hardship): it says 'no food'\n");
  EXPECT_EQ(record.filings.at(0).text, "Dear council, …");
}

TEST_F(RunnerFileTest, WhatIsNoFormIsUnsortedAndWhatCannotBeReadIsQuarantined) {
  ReadDocument letter_page = document("d1");
  ocr::PageReading page;
  page.page = 1;
  page.ink = 0.05;
  letter_page.reading.pages = {page};
  CaseRecord record = run(letter_page);
  EXPECT_EQ(record.state, State::awaiting_review);
  EXPECT_EQ(record.queue, "unsorted");
  EXPECT_FALSE(record.urgent);
  EXPECT_EQ(reasons(record), "unsorted: no known form\n");
  runner->decide_by_person(record.id, verdict(VerdictKind::approve), "m.lund");
  EXPECT_EQ(store.load(record.id)->state, State::closed);

  ReadDocument broken = document("d2");
  broken.reading.failure = ocr::ReadFailure{"password_protected", "it needs a password to be opened"};
  record = run(broken);
  EXPECT_EQ(record.state, State::quarantined);
  EXPECT_EQ(reasons(record), "unreadable: it needs a password to be opened\n");
  runner->decide_by_person(record.id, verdict(VerdictKind::retry), "m.lund");
  EXPECT_EQ(store.load(record.id)->state, State::reading);
  const auto ids = runner->file(claim("d2"));
  ASSERT_EQ(ids.size(), 1u);
  EXPECT_NE(ids[0], record.id);
  EXPECT_EQ(store.load(record.id)->route, "read_again");
  EXPECT_EQ(go_on(ids[0]).state, State::closed);
}

TEST_F(RunnerFileTest, AnUnsortedLetterJoinsTheCaseThatAPersonNames) {
  const CaseRecord waiting = run(claim("d1", {{"slips", "1"}}));
  ReadDocument note = document("d2");
  ocr::PageReading page;
  page.page = 1;
  page.ink = 0.05;
  note.reading.pages = {page};
  const CaseRecord unsorted = run(note);
  Runner::Verdict join = verdict(VerdictKind::join);
  join.case_number = waiting.number;
  runner->decide_by_person(unsorted.id, join, "m.lund");
  EXPECT_EQ(store.load(unsorted.id)->state, State::closed);
  EXPECT_EQ(store.load(waiting.id)->filings.size(), 2u);
  EXPECT_EQ(store.filed_in("d2"), std::vector<std::string>{waiting.id});
}

}  // namespace
}  // namespace mailroom::workflows
