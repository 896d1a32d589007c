// `mailroom test` and `dry-run --save-as-test` by the real programs, on the example sites and a site of
// `init`.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <fstream>

#include "base/json.h"
#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const fs::path kExamples = fs::path(MAILROOM_SOURCE) / "examples";

class ExampleTests : public testing::TestWithParam<const char*> {};

TEST_P(ExampleTests, PassAndComeToEveryRuleRouteAndCheck) {
  const Ran ran = run({"mailroom", "test", "--json", "--site", (kExamples / GetParam()).string()});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  const Context told = parse_json(ran.out).context();
  EXPECT_EQ(told.at("failed"), Value(0)) << ran.out;
  EXPECT_EQ(to_json(told.at("never")), "[]");
  EXPECT_GT(told.at("tests").list().size(), 25u);
}
INSTANTIATE_TEST_SUITE_P(Sites, ExampleTests, testing::Values("benefits-office", "tax-office"),
                         [](const auto& site) {
                           return site.param[0] == 'b' ? "BenefitsOffice" : "TaxOffice";
                         });

// A site of `mailroom init`.
class TestCommand : public testing::Test {
 protected:
  TestCommand() : site_(folder_.path() / "office") {
    EXPECT_EQ(run({"mailroom", "init", site_.string()}).code, 0);
    file_ = site_ / "tests/garden-waste.yaml";
  }
  Ran test(std::vector<std::string> more = {}) const {
    std::vector<std::string> command = {"mailroom", "test"};
    command.insert(command.end(), more.begin(), more.end());
    return run(command, site_);
  }
  void replace(const std::string& before, const std::string& after) const {
    const std::string yaml = read_file(file_);
    ASSERT_NE(yaml.find(before), std::string::npos);
    write_file(file_, replace_all(yaml, before, after));
  }

  TemporaryFolder folder_;
  fs::path site_, file_;
};

TEST_F(TestCommand, PassesOnANewSiteAndKeepsWhatWasReadOfMadeUpFiles) {
  const Ran ran = test({"--coverage"});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("garden-waste  6 passed\n6 tests passed in "));
  EXPECT_THAT(ran.out, HasSubstr("garden-waste  rules 2 of 2, routes 2 of 2, checks 2 of 2\n"));
  EXPECT_EQ(read_file(site_ / "tests/.cache/.gitignore"), "*\n");
  EXPECT_EQ(std::distance(fs::directory_iterator(site_ / "tests/.cache"), {}), 2);
  // What is nobody's word on is gone with the run.
  fs::remove_all(site_ / "tests/.cache");
  replace("      made_up: true", "      made_up: false");
  EXPECT_EQ(test().code, 0);
  EXPECT_FALSE(fs::exists(site_ / "tests/.cache"));
}

TEST_F(TestCommand, ShowsWhatFailedWithItsPlaceAndTheReason) {
  replace("decisions: {charge: 52}", "decisions: {charge: 26}");
  const Ran ran = test({"half"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("failed: who gets council tax reduction pays half (garden-waste)\n"
                                 "tests/garden-waste.yaml:31:72: error: charge: expected 26, got 52.00\n"));
  EXPECT_THAT(ran.out, HasSubstr("  price * request.bins: price 26.00, request.bins 2\n"));
  EXPECT_THAT(ran.out, HasSubstr("1 of 1 test failed"));
}

TEST_F(TestCommand, WritesWhatBuildServersRead) {
  replace("decisions: {charge: 52}", "decisions: {charge: 26}");
  const Ran ran = test({"--tap", "--junit", "out.xml", "bins", "half"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out,
              HasSubstr("TAP version 14\n1..4\nok 1 - garden-waste: two bins cost £104 a year\nnot ok 2 - "));
  const std::string xml = read_file(site_ / "out.xml");
  EXPECT_THAT(xml, HasSubstr("<testsuites tests=\"4\" failures=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"charge: expected 26, got 52.00\">"));
}

TEST_F(TestCommand, IsWrongUseWhereATestOrAWorkflowIsWrittenWrong) {
  replace("route: accepted", "route: acepted");
  Ran ran = test();
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("there is no route 'acepted'"));
  EXPECT_THAT(ran.err, HasSubstr("  write 'accepted'\n1 error; no test was run\n"));
  // `check` says the same.
  ran = run({"mailroom", "check"}, site_);
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.out, HasSubstr("there is no route 'acepted'"));
  EXPECT_THAT(run({"mailroom", "check", "tests/garden-waste.yaml"}, site_).out, HasSubstr("'acepted'"));
}

TEST_F(TestCommand, SaysThatNoTestIsCalledSo) {
  const Ran ran = test({"nonesuch"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("no test is called so"));
}

TEST_F(TestCommand, RunsTheExampleOfItsPage) {
  const std::string page = read_file(fs::path(MAILROOM_SOURCE) / "docs/testing.md");
  const std::string_view fence = "```yaml\n";
  const size_t begin = page.find(fence) + fence.size();
  write_file(site_ / "tests/page.yaml", page.substr(begin, page.find("```", begin) - begin));
  const Ran ran = test({"tests/page.yaml"});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("3 tests passed"));
}

TEST_F(TestCommand, SavesWhatHappenedAsATestAboutNobodyThatPassesAtOnce) {
  const Ran ran =
      run({"mailroom", "dry-run", "samples/1-typed.pdf", "--no-pictures", "--save-as-test", "typed"}, site_);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("saved as tests/typed.yaml, "));
  const std::string yaml = read_file(site_ / "tests/typed.yaml");
  // What the sample says, by the test that keeps it.
  ASSERT_EQ(run({"mailroom", "dry-run", "samples/1-typed.pdf", "--no-pictures", "--save-as-test", "as it is",
                 "--made-up"},
                site_)
                .code,
            0);
  const std::string kept = read_file(site_ / "tests/as-it-is.yaml");
  for (const char* field : {"customer_number: ", "full_name: ", "address_line: ", "town: ", "postcode: "}) {
    const size_t at = kept.find(field);
    ASSERT_NE(at, std::string::npos) << field << kept;
    const std::string line = kept.substr(at, kept.find('\n', at) - at);
    EXPECT_THAT(yaml, Not(HasSubstr(line + "\n")));
    EXPECT_THAT(yaml, HasSubstr(field));
  }
  // Whose case it is reads a number that is somebody's; bins decide and stay.
  const size_t bins = kept.find("bins: ");
  EXPECT_THAT(yaml, HasSubstr(kept.substr(bins, kept.find('\n', bins) - bins)));
  EXPECT_EQ(test({"typed", "as it is"}).code, 0) << yaml << test({"typed", "as it is"}).out;
  // It overwrites nothing.
  EXPECT_EQ(
      run({"mailroom", "dry-run", "samples/1-typed.pdf", "--no-pictures", "--save-as-test", "typed"}, site_)
          .code,
      2);
}

// A rule reads what somebody wrote into a box for anything: only what the workflow says itself may be kept.
TEST_F(TestCommand, KeepsNoFreeTextThoughARuleReadsIt) {
  const fs::path form = site_ / "forms/gw1-2026.form.yaml", workflow = site_ / "workflows/garden-waste.yaml";
  std::string fields = read_file(form);
  const size_t town = fields.find("{id: town, ");
  ASSERT_NE(town, std::string::npos) << fields;
  const size_t label = fields.find("label: ", town);
  fields.replace(label, fields.find(", page", label) - label, "label: Where");
  write_file(form, replace_all(fields, "{id: town, ", "{id: place, "));
  const std::string said = replace_all(read_file(workflow), "request.town", "request.place");
  write_file(workflow,
             replace_all(said, "\nchecks:", "\nfacts:\n  letters: string length(request.place)\n\nchecks:"));
  const std::vector<std::string> command = {"mailroom", "dry-run", "samples/1-typed.pdf", "--no-pictures",
                                            "--save-as-test"};
  const auto saved = [&](const std::string& name, std::vector<std::string> more) {
    std::vector<std::string> all = command;
    all.push_back(name);
    all.insert(all.end(), more.begin(), more.end());
    const Ran ran = run(all, site_);
    EXPECT_EQ(ran.code, 0) << ran.err;
    const std::string yaml = read_file(site_ / "tests" / (name + ".yaml"));
    const size_t at = yaml.find("place: ");
    EXPECT_NE(at, std::string::npos) << yaml;
    return yaml.substr(at + 7, yaml.find('\n', at) - at - 7);
  };
  const std::string kept = saved("kept", {"--made-up"});
  EXPECT_NE(saved("made", {}), kept);
  write_file(workflow, read_file(workflow) + "\n# \"" + kept + "\" is a code of ours\n");
  EXPECT_EQ(saved("code", {}), kept);
}

TEST_F(TestCommand, RunsAgainWhenSomethingIsSaved) {
  const fs::path out = folder_.path() / "watched.txt";
  const std::string program = std::string(MAILROOM_BUILD) + "/bin/mailroom";
  const pid_t watching = fork();
  if (watching == 0) {
    const int file = open(out.c_str(), O_WRONLY | O_CREAT, 0600);
    for (const int stream : {1, 2}) dup2(file, stream);
    execl(program.c_str(), "mailroom", "test", "half", "--watch", "--site", site_.c_str(), nullptr);
    _exit(127);
  }
  const auto wait_for = [&](const std::string& what) {
    for (int look = 0; look < 1200; ++look) {
      if (fs::exists(out) && read_file(out).find(what) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  };
  EXPECT_TRUE(wait_for("1 test passed"));
  EXPECT_TRUE(wait_for("Ctrl-C ends it"));
  replace("decisions: {charge: 52}", "decisions: {charge: 26}");
  EXPECT_TRUE(wait_for("1 of 1 test failed")) << read_file(out);
  kill(watching, SIGTERM);  // SIGINT may be ignored where tests run in the background
  int status = 0;
  waitpid(watching, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

}  // namespace
}  // namespace mailroom::e2e
