// The real program: what it says when it is used wrongly, and its help; whole texts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

using testing::HasSubstr;

void expect_wrong_use(const std::vector<std::string>& command, const std::string& message) {
  const Ran ran = run(command);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, message);
}

TEST(CommandLine, SuggestsTheCommandThatWasProbablyMeant) {
  expect_wrong_use({"mailroom", "completoin", "bash"},
                   "mailroom: unknown command 'completoin'\n"
                   "  did you mean 'completion'?\n"
                   "  all commands: mailroom --help\n");
}

TEST(CommandLine, SaysWhichOptionIsUnknownAndTheUsage) {
  expect_wrong_use({"mailroom", "completion", "bash", "--hlep"},
                   "mailroom completion: unknown option '--hlep'\n"
                   "  did you mean '--help'?\n"
                   "  usage: mailroom completion SHELL\n"
                   "  more: mailroom completion --help\n");
}

TEST(CommandLine, SaysWhichArgumentIsMissing) {
  expect_wrong_use({"mailroom", "completion"},
                   "mailroom completion: SHELL is missing\n"
                   "  expected bash, zsh or fish\n"
                   "  usage: mailroom completion SHELL\n"
                   "  more: mailroom completion --help\n");
}

TEST(CommandLine, RefusesOneArgumentTooMany) {
  expect_wrong_use({"mailroom", "completion", "bash", "zsh"},
                   "mailroom completion: unexpected argument 'zsh'\n"
                   "  usage: mailroom completion SHELL\n"
                   "  more: mailroom completion --help\n");
}

TEST(CommandLine, WithoutACommandShowsTheHelpAsWrongUse) {
  const Ran bare = run({"mailroom"});
  const Ran help = run({"mailroom", "--help"});
  EXPECT_EQ(bare.code, 2);
  EXPECT_EQ(bare.err, help.out);
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("Start here\n  mailroom init"));
}

TEST(CommandLine, SaysItsVersion) {
  EXPECT_EQ(run({"mailroom", "--version"}).out, "mailroom 0.1.0\n");
}

TEST(CommandLine, SaysWhenItsOutputCannotBeWritten) {
  const std::string line = shell_quoted(MAILROOM_BUILD "/bin/mailroom") + " --help >/dev/full 2>/dev/null";
  EXPECT_EQ(WEXITSTATUS(std::system(line.c_str())), 3);
}

TEST(Completion, BashCompletesCommandsAndOptions) {
  const TemporaryFolder folder;
  write_file(folder.path() / "mailroom.bash", run({"mailroom", "completion", "bash"}).out);
  write_file(folder.path() / "try.bash",
             "source ./mailroom.bash\n"
             "COMP_WORDS=(mailroom compl); COMP_CWORD=1; _mailroom; echo \"${COMPREPLY[*]}\"\n"
             "COMP_WORDS=(mailroom completion --); COMP_CWORD=2; _mailroom; echo \"${COMPREPLY[*]}\"\n");
  const std::string line = "cd " + shell_quoted(folder.path().string()) + " && bash ./try.bash >out";
  ASSERT_EQ(std::system(line.c_str()), 0);
  EXPECT_EQ(read_file(folder.path() / "out"), "completion\n--help\n");
}

}  // namespace
}  // namespace mailroom::e2e
