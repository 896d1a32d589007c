// Doubts and what hangs on them, by the real programs: a dry run, and the daemon's cases, audit and lists.
#include <gmock/gmock.h>

#include "base/json.h"
#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Doubts : public testing::Test {
 protected:
  Doubts() : site_(folder_.path() / "office") {
    fs::copy(fs::path(MAILROOM_SOURCE) / "examples/benefits-office", site_, fs::copy_options::recursive);
  }

  // Its author wants this field never to be accepted by a machine, however sure it is.
  void never_accept(const std::string& form, const std::string& field) const {
    const fs::path file = site_ / "forms" / (form + ".form.yaml");
    const std::string id = "{id: " + field + ",";
    const std::string yaml = read_file(file);
    ASSERT_THAT(yaml, HasSubstr(id));
    write_file(file, replace_all(yaml, id, id + " threshold: 1,"));
  }
  // The only case of a dry run of that sample.
  Context tried(const std::string& sample) const {
    const Ran ran = run({"mailroom", "dry-run", "--json", "--no-pictures", "samples/" + sample}, site_);
    const Value answer = parse_json(ran.out);
    const List& cases = answer.context().at("cases").list();
    EXPECT_EQ(cases.size(), 1u) << sample << ran.err;
    return cases.at(0).context();
  }
  // Puts the sample into the inbox and lets the daemon do its work; the case's number.
  std::string handled(const std::string& sample) const {
    fs::create_directories(site_ / "inbox");
    fs::copy_file(site_ / "samples" / sample, site_ / "inbox" / sample);
    const Ran ran = run({"mailroomd", "--once", "--site", site_.string()});
    EXPECT_EQ(ran.code, 0) << ran.err;
    const Value listed = parse_json(run({"mailroom", "cases", "list", "--json"}, site_).out);
    return std::string(listed.context().at("cases").list().at(0).context().at("number").text());
  }
  static const Context* weighed(const Context& record, const std::string& field) {
    if (!record.at("weighed").is(Value::Kind::list)) return nullptr;
    for (const Value& one : record.at("weighed").list())
      if (one.context().at("field") == Value(field)) return &one.context();
    return nullptr;
  }

  TemporaryFolder folder_;
  fs::path site_;
};

TEST_F(Doubts, OnWhichNothingHangsStopNoCase) {
  never_accept("ctr1-2026", "household_size");
  never_accept("hs1-2026", "household_size");
  int through = 0;
  for (const char* sample :
       {"03-hs1-scan-g4.tif", "04-hs1-scan-300.pdf", "08-ctr1-scan-g4.tif", "10-ctr1-upside-down.tif"}) {
    const Context record = tried(sample);
    const Context* size = weighed(record, "household_size");
    ASSERT_NE(size, nullptr) << sample;
    if (size->at("weight") != Value("same_outcome")) continue;
    EXPECT_EQ(record.at("state"), Value("closed")) << sample;
    ++through;
  }
  EXPECT_GT(through, 0);
}

TEST_F(Doubts, AnAlteredEntryWaitsAndItIsToldWhatHangsOnIt) {
  const Context record = tried("21-hs1-corrected.tif");
  EXPECT_EQ(record.at("state"), Value("awaiting_review"));
  const Context* earnings = weighed(record, "earnings_weekly");
  ASSERT_NE(earnings, nullptr);
  EXPECT_EQ(earnings->at("weight"), Value("for_a_person"));
  EXPECT_THAT(run({"mailroom", "dry-run", "--no-pictures", "samples/21-hs1-corrected.tif"}, site_).out,
              HasSubstr("\nunsure "));
}

TEST_F(Doubts, AreInTheAudit) {
  never_accept("ctr1-2026", "household_size");
  const std::string number = handled("10-ctr1-upside-down.tif");
  const std::string shown = run({"mailroom", "cases", "show", number, "--json"}, site_).out;
  EXPECT_THAT(shown, HasSubstr("\"doubts_weighed\""));
  EXPECT_THAT(shown, HasSubstr("\"weight\""));
}

TEST_F(Doubts, AreNoneWhereItIsTypedAndItsDecisionIsListedByReference) {
  const std::string number = handled("07-ctr1-typed.pdf");
  const Value made = parse_json(run({"mailroom", "audit", "decisions", "--json"}, site_).out);
  ASSERT_EQ(made.context().at("count"), Value(1));
  const std::string reference(
      made.context().at("decisions").list().at(0).context().at("references").list().at(0).text());
  const Ran csv = run({"mailroom", "audit", "decisions", "--reference", reference, "--csv"}, site_);
  EXPECT_EQ(csv.code, 0);
  EXPECT_THAT(csv.out, HasSubstr("case,at,decision,rules,references,workflow,version,effective,superseded,"));
  EXPECT_THAT(csv.out, HasSubstr(number));
  EXPECT_THAT(csv.err, HasSubstr("1 decision in 1 case"));
  const Ran none = run({"mailroom", "audit", "decisions", "--reference", "reg 99"}, site_);
  EXPECT_THAT(none.out, HasSubstr(reference + ": 1 decision"));
}

}  // namespace
}  // namespace mailroom::e2e
