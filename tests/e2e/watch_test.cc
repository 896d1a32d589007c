// `mailroom dry-run --watch`: what is saved is tried at once, without reading the document again.
#include <gmock/gmock.h>

#include "base/text.h"
#include "tests/e2e/running.h"

namespace mailroom::e2e {
namespace {

namespace fs = std::filesystem;

// The program in a folder, its output in files, until this ends.
class Watching {
 public:
  Watching(const fs::path& site, const fs::path& output, const std::string& document)
      : out_(output / "out"), err_(output / "err") {
    const std::string program = std::string(MAILROOM_BUILD) + "/bin/mailroom";
    process_ = fork();
    if (process_ != 0) return;
    if (chdir(site.c_str()) != 0) _exit(126);
    dup2(open(out_.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(err_.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    execl(program.c_str(), "mailroom", "dry-run", "--watch", "--no-pictures", document.c_str(), nullptr);
    _exit(127);
  }
  ~Watching() {
    if (process_ > 0) end();
  }
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;

  std::string out() const { return fs::exists(out_) ? read_file(out_) : ""; }
  std::string err() const { return fs::exists(err_) ? read_file(err_) : ""; }
  // Whether so many runs have ended, after a while.
  bool comes_to(size_t runs) const {
    constexpr int kMostLooks = 1200;
    for (int look = 0; look < kMostLooks; ++look) {
      if (split_count(err(), "; watching ") >= runs) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  static size_t split_count(const std::string& text, const std::string& what) {
    size_t count = 0;
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
  }
  // The exit code after Ctrl-C.
  int end() {
    kill(process_, SIGINT);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  }

 private:
  fs::path out_, err_;
  pid_t process_ = -1;
};

TEST(DryRunWatch, TriesWhatIsSavedWithoutReadingAgain) {
  const TemporaryFolder folder("mailroom-watch");
  const fs::path site = folder.path() / "office";
  fs::copy(fs::path(MAILROOM_SOURCE) / "examples/benefits-office", site, fs::copy_options::recursive);
  Watching watching(site, folder.path(), "samples/07-ctr1-typed.pdf");
  ASSERT_TRUE(watching.comes_to(1)) << watching.err();
  EXPECT_EQ(Watching::split_count(watching.out(), "nothing sent"), 1u);
  EXPECT_EQ(Watching::split_count(watching.out(), "date_signed"), 1u);

  const fs::path file = site / "workflows/council-tax-reduction.yaml";
  const std::string yaml = read_file(file);
  write_file(file, replace_all(yaml, "checks:\n",
                               "checks:\n  - {id: never, require: 1 > 2, message: never passes}\n"));
  ASSERT_TRUE(watching.comes_to(2)) << watching.err();
  EXPECT_THAT(watching.out(), testing::HasSubstr("never passes"));
  // The reading is told once: it was not made again.
  EXPECT_EQ(Watching::split_count(watching.out(), "date_signed"), 1u);

  write_file(file, yaml + "nonsense: 1\n");
  ASSERT_TRUE(watching.comes_to(3)) << watching.err();
  EXPECT_THAT(watching.err(), testing::HasSubstr("unknown key 'nonsense'"));
  write_file(file, yaml);
  ASSERT_TRUE(watching.comes_to(4)) << watching.err();
  EXPECT_EQ(watching.end(), 0);
}

}  // namespace
}  // namespace mailroom::e2e
