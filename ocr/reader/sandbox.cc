#include "ocr/reader/sandbox.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/error.h"
#include "ocr/reader/sandbox_filter.h"

#if defined(__SANITIZE_ADDRESS__)
#define MAILROOM_HAS_SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MAILROOM_HAS_SHADOW_MEMORY 1
#endif
#endif

namespace mailroom::ocr::reader {

namespace {

constexpr rlim_t kMaxOpenFiles = 64;
constexpr uid_t kNobody = 65534;

// What a document may need to be drawn and read: nothing of it is secret.
std::vector<std::string> readable_folders() {
  std::vector<std::string> folders = {
      "/usr/share/fonts",      "/usr/local/share/fonts", "/usr/share/X11/fonts",     "/etc/fonts",
      "/usr/share/fontconfig", "/var/cache/fontconfig",  "/usr/share/poppler",       "/usr/share/color",
      "/usr/share/zoneinfo",   "/etc/localtime",         "/usr/share/tesseract-ocr", "/usr/share/tessdata"};
  if (const char* data = std::getenv("TESSDATA_PREFIX")) folders.emplace_back(data);
  if (const char* home = std::getenv("HOME")) {
    for (const char* below : {"/.fonts", "/.local/share/fonts", "/.cache/fontconfig"}) {
      folders.push_back(std::string(home) + below);
    }
  }
  return folders;
}

bool limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit both{soft, hard};
  return ::setrlimit(static_cast<__rlimit_resource>(resource), &both) == 0;
}

bool give_up_root() {
  if (::geteuid() != 0) return true;
  return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
         ::setresuid(kNobody, kNobody, kNobody) == 0;
}

}  // namespace

Sandbox::Sandbox(const ReaderLimits& limits) : limits_(limits) {
  compile_filter();
  prepare_landlock();
}

void Sandbox::compile_filter() {
  static_assert(sizeof(Instruction) == sizeof(sock_filter));
  if (::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) {
    throw Error(Fault::machine, "no_sandbox", "this kernel has no seccomp filter", {},
                "documents are only opened behind one; use a kernel with CONFIG_SECCOMP_FILTER");
  }
  const std::string program = compiled_filter();
  filter_.resize(program.size() / sizeof(Instruction));
  program.copy(reinterpret_cast<char*>(filter_.data()), program.size());
}

void Sandbox::prepare_landlock() {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) {
    missing_.emplace_back("landlock");
    return;
  }
  constexpr uint64_t kReading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  landlock_ruleset_attr attributes{};
  // Each version of the kernel's interface knows more rights; asking for an unknown one fails.
  attributes.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  if (version >= 2) attributes.handled_access_fs |= 1ull << 13;  // REFER
  if (version >= 3) attributes.handled_access_fs |= 1ull << 14;  // TRUNCATE
  const FileDescriptor made(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
  ruleset_ = FileDescriptor(::fcntl(made.get(), F_DUPFD_CLOEXEC, kLowestKeptDescriptor));
  if (!ruleset_.is_open()) {
    missing_.emplace_back("landlock");
    return;
  }
  for (const std::string& path : readable_folders()) {
    const FileDescriptor folder(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!folder.is_open()) continue;  // not installed here
    landlock_path_beneath_attr rule{};
    rule.parent_fd = folder.get();
    rule.allowed_access = kReading;
    if (::syscall(SYS_landlock_add_rule, ruleset_.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0) continue;
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;  // a file has no folder's rights
    ::syscall(SYS_landlock_add_rule, ruleset_.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  }
}

bool Sandbox::enter(int seconds, int parent) const {
  const auto cpu = static_cast<rlim_t>(seconds);
  // SIGXCPU tells a document that took too long from one that crashed; the hard limit is for who ignores it.
  bool stands = limit(RLIMIT_CPU, cpu, cpu + 2) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_CORE, 0, 0) &&
                limit(RLIMIT_NOFILE, kMaxOpenFiles, kMaxOpenFiles);
#ifndef MAILROOM_HAS_SHADOW_MEMORY
  stands = stands && limit(RLIMIT_AS, limits_.memory_bytes, limits_.memory_bytes);
#endif
  stands = stands && give_up_root() && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  // After the change of user, which clears it; the parent may be gone already.
  stands = stands && ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::getppid() == parent;
  if (ruleset_.is_open()) {
    stands = stands && ::syscall(SYS_landlock_restrict_self, ruleset_.get(), 0) == 0;
    if (stands) ::close(ruleset_.get());  // the child's copy
  }
  if (!stands) return false;
  // The kernel only reads the program, but its interface is not const.
  sock_fprog program{static_cast<unsigned short>(filter_.size()),
                     reinterpret_cast<sock_filter*>(const_cast<Instruction*>(filter_.data()))};
  return ::prctl(PR_SET_SECCOMP, 2 /* SECCOMP_MODE_FILTER */, &program, 0, 0) == 0;
}

}  // namespace mailroom::ocr::reader
