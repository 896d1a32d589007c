// `mailroom explain` and `mailroom diff` on a site that has decided cases, by the real programs.
#include <gmock/gmock.h>

#include "base/json.h"
#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kWorkflow = "workflows/self-employment.yaml";

class Explaining : public testing::Test {
 protected:
  Explaining() : site_(folder_.path() / "office") {
    fs::copy(fs::path(MAILROOM_SOURCE) / "examples/tax-office", site_, fs::copy_options::recursive);
    fs::create_directories(site_ / "inbox");
    fs::copy_file(site_ / "samples" / "10-se100-typed.pdf", site_ / "inbox" / "10-se100-typed.pdf");
    // Reasons in two languages for one bracket, in one for the others.
    std::string yaml = read_file(site_ / kWorkflow);
    const std::string english = "your taxable profit is not above £37,000.00, taxed at 20 per cent";
    EXPECT_THAT(yaml, HasSubstr("reason: " + english));
    yaml = replace_all(yaml, "reason: " + english,
                       "reason: {en: \"" + english + "\", de: \"Ihr Gewinn wird mit 20 Prozent besteuert\"}");
    write_file(site_ / kWorkflow, yaml);
    const Ran ran = run({"mailroomd", "--once", "--site", site_.string()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    const Value cases = parse_json(run({"mailroom", "cases", "list", "--json"}, site_).out);
    number_ = cases.context().at("cases").list().at(0).context().at("number").text();
  }
  Ran explain(std::vector<std::string> more = {}) const {
    std::vector<std::string> command = {"mailroom", "explain", number_};
    command.insert(command.end(), more.begin(), more.end());
    return run(command, site_);
  }
  Ran diff(const std::string& before, const std::string& now, std::vector<std::string> more = {}) const {
    std::vector<std::string> command = {"mailroom", "diff", before, now};
    command.insert(command.end(), more.begin(), more.end());
    return run(command, site_);
  }

  TemporaryFolder folder_;
  fs::path site_;
  std::string number_;
};

TEST_F(Explaining, TellsWhatNearlyFiredAndShowsNobody) {
  const Ran ran = explain();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("10-se100-typed.pdf, a PDF, by 'post': se100-2026"),
                             HasSubstr("p1 43,161–196,177 · typed\n"), HasSubstr("rule "), HasSubstr("not "),
                             HasSubstr("sent     ledger")));
  EXPECT_THAT(ran.out, HasSubstr("••"));
  const std::string shown = run({"mailroom", "cases", "show", number_, "--json"}, site_).out;
  EXPECT_THAT(shown, Not(HasSubstr("case_revealed")));
}

TEST_F(Explaining, RevealsOnlyOnTheRecord) {
  const Ran open = explain({"--json", "--reveal"});
  EXPECT_EQ(open.code, 0) << open.err;
  const std::string person(parse_json(open.out).context().at("person").text());
  EXPECT_THAT(explain().out, Not(HasSubstr(person)));
  EXPECT_THAT(explain({"--html"}).out, Not(HasSubstr(person)));
  EXPECT_THAT(explain({"--html", "--reveal"}).out, HasSubstr(person));
  EXPECT_THAT(run({"mailroom", "cases", "show", number_, "--json"}, site_).out, HasSubstr("case_revealed"));
  EXPECT_EQ(explain({"--crops", "crops"}).code, 2);
}

TEST_F(Explaining, GivesALetterTheRulesReasonsInTheLanguageAskedFor) {
  const Ran plain = explain({"--letter"});
  EXPECT_EQ(plain.code, 0) << plain.err;
  EXPECT_THAT(
      plain.out,
      HasSubstr("Your taxable profit is not above £37,000.00, taxed at 20 per cent (Income Tax Order, "
                "article 20(2))."));
  const Ran german = explain({"--letter", "--language", "de"});
  EXPECT_EQ(german.out, "Ihr Gewinn wird mit 20 Prozent besteuert (Income Tax Order, article 20(2)).\n");
  EXPECT_EQ(german.err, "");
  const Ran french = explain({"--letter", "--language", "fr"});
  EXPECT_EQ(french.out, plain.out);
  EXPECT_THAT(french.err, HasSubstr("tax, rule 2 has no reason in 'fr'"));
}

TEST_F(Explaining, ComparesAFileWithTheVersionThatIsKept) {
  EXPECT_EQ(diff("self-employment", kWorkflow).code, 0);
  EXPECT_EQ(diff("self-employment", kWorkflow).out, "self-employment version 1: same meaning\n");
  std::string yaml = read_file(site_ / kWorkflow);
  write_file(folder_.path() / "next.yaml",
             replace_all(replace_all(yaml, "(0..37000]", "(0..38000]"), "\nversion: 1\n", "\nversion: 2\n"));
  const std::string next = (folder_.path() / "next.yaml").string();
  const Ran changed = diff("self-employment@1", next);
  EXPECT_EQ(changed.code, 1) << changed.err;
  EXPECT_THAT(changed.out,
              AllOf(HasSubstr("self-employment version 1 → 2: 1 change\n"),
                    HasSubstr("decision tax\n  rule 2, Income Tax Order, article 20(2): taxable"),
                    HasSubstr("(0..37000] → (0..38000]")));
  const Value json = parse_json(diff("self-employment@1", next, {"--json"}).out);
  EXPECT_EQ(json.context().at("same"), Value(false));
  EXPECT_EQ(json.context().at("changes").list().size(), 1u);
}

TEST_F(Explaining, SaysWhatCannotBeCompared) {
  EXPECT_EQ(diff("workflows/nothing.yaml", kWorkflow).code, 2);
  EXPECT_EQ(diff("self-employment@7", kWorkflow).code, 2);
  write_file(site_ / "workflows" / "wrong.yaml", "id: wrong\n");
  const Ran wrong = diff("workflows/wrong.yaml", kWorkflow);
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err + wrong.out, HasSubstr("wrong.yaml"));
}

}  // namespace
}  // namespace mailroom::e2e
