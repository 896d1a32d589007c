#include "connectors/robot/child_program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "base/error.h"

namespace mailroom::connectors {
namespace {

using namespace std::chrono_literals;

TEST(ChildProgram, TalksLineByLine) {
  ChildProgram cat({"/bin/cat"});
  EXPECT_TRUE(cat.write("one\ntwo\n", 5s));
  EXPECT_EQ(cat.read_line(5s), "one");
  EXPECT_EQ(cat.read_line(5s), "two");
  EXPECT_EQ(cat.read_line(10ms), std::nullopt);
}

TEST(ChildProgram, ThatHasEndedSaysNothingAndTakesNothing) {
  ChildProgram gone({"/bin/true"});
  EXPECT_EQ(gone.read_line(5s), std::nullopt);
  while (gone.write("word\n", 1s)) {
  }
}

TEST(ChildProgram, GetsNoneOfOurSecrets) {
  ::setenv("MAILROOM_SECRET_LEDGER", "geheim", 1);
  ChildProgram program({"/usr/bin/env"}, {"HOME=/nowhere"});
  bool has_home = false;
  while (const auto line = program.read_line(5s)) {
    EXPECT_EQ(line->find("geheim"), std::string::npos);
    has_home = has_home || *line == "HOME=/nowhere";
  }
  EXPECT_TRUE(has_home);
  ::unsetenv("MAILROOM_SECRET_LEDGER");
}

TEST(ChildProgram, EndsWithItsOwnerAndSoDoesAllThatItStarted) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const FileDescriptor reading(ends[0]);
  FileDescriptor writing(ends[1]);
  const pid_t owner = ::fork();
  if (owner == 0) {
    // What it starts holds the pipe open for as long as it lives.
    const std::string hold = "exec 9>/proc/" + std::to_string(::getpid()) + "/fd/" +
                             std::to_string(writing.get()) + "; sleep 600 & echo up; sleep 600";
    ChildProgram program({"/bin/sh", "-c", hold});
    program.read_line(10s);
    if (::write(writing.get(), "x", 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  writing.reset();
  char c = 0;
  ASSERT_EQ(::read(reading.get(), &c, 1), 1);
  ::kill(owner, SIGKILL);
  ::waitpid(owner, nullptr, 0);
  pollfd watched{reading.get(), POLLIN, 0};
  ASSERT_EQ(::poll(&watched, 1, 10'000), 1) << "something of it lives on";
  EXPECT_EQ(::read(reading.get(), &c, 1), 0);
}

TEST(FindProgram, SaysWhichPackageToInstall) {
  try {
    find_program("no-such-browser", "chromium");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "program_not_found");
    EXPECT_EQ(error.hint(), "install the package chromium");
  }
}

}  // namespace
}  // namespace mailroom::connectors
