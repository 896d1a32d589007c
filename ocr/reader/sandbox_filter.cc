#include "ocr/reader/sandbox_filter.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "base/error.h"
#include "base/file.h"

namespace mailroom::ocr::reader {

namespace {

struct FilterReleaser {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterReleaser>;

[[noreturn]] void fail(const std::string& what, int error) {
  throw Error(Fault::machine, "no_sandbox",
              "the sandbox cannot be made: " + what + ": " + system_reason(error));
}

void add(const Filter& filter, uint32_t action, int call, const std::vector<scmp_arg_cmp>& conditions = {}) {
  const int result = seccomp_rule_add_array(filter.get(), action, call,
                                            static_cast<unsigned>(conditions.size()), conditions.data());
  // A call that this architecture never had needs no rule.
  if (result != 0 && result != -EDOM && result != -EINVAL) fail("seccomp rule", -result);
}

constexpr int kAllowed[] = {
    // what is open already
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(close), SCMP_SYS(dup), SCMP_SYS(poll), SCMP_SYS(ppoll),
    SCMP_SYS(fadvise64),
    // what there is; Landlock says what of it may be read
    SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
    SCMP_SYS(getcwd), SCMP_SYS(statfs), SCMP_SYS(fstatfs),
    // memory
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(mincore),
    // waiting, time, chance
    SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(getrandom), SCMP_SYS(times), SCMP_SYS(getrusage),
    // itself
    SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall), SCMP_SYS(getpid),
    SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
    SCMP_SYS(getegid), SCMP_SYS(getresuid), SCMP_SYS(getresgid), SCMP_SYS(getrlimit), SCMP_SYS(uname),
    SCMP_SYS(sysinfo), SCMP_SYS(sched_getaffinity), SCMP_SYS(getcpu), SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq), SCMP_SYS(umask)};

// Libraries try these in passing and live with a refusal.
constexpr int kRefused[] = {
    // a network and name services
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(sendto),
    SCMP_SYS(sendmsg), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
    // changes to files: fontconfig would renew its cache, libraries make temporary files
    SCMP_SYS(creat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(unlink), SCMP_SYS(unlinkat),
    SCMP_SYS(rmdir), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link),
    SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(chmod), SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(fchown), SCMP_SYS(lchown), SCMP_SYS(fchownat),
    SCMP_SYS(utime), SCMP_SYS(utimes), SCMP_SYS(utimensat), SCMP_SYS(truncate), SCMP_SYS(ftruncate),
    SCMP_SYS(memfd_create),
    // threads, signals, events
    SCMP_SYS(clone), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(tgkill), SCMP_SYS(kill), SCMP_SYS(tkill),
    SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(eventfd2), SCMP_SYS(setpriority), SCMP_SYS(prctl)};

void add_opening(const Filter& filter) {
  // Reading is allowed; every flag that writes or makes is refused, so that libraries go on without.
  constexpr uint64_t kWriting[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND};
  constexpr uint64_t kAll = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
  const auto masked = [](unsigned argument, uint64_t mask, uint64_t value) {
    return scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, mask, value};
  };
  for (const auto& [call, argument] : {std::pair{SCMP_SYS(open), 1u}, std::pair{SCMP_SYS(openat), 2u}}) {
    add(filter, SCMP_ACT_ALLOW, call, {masked(argument, kAll, 0)});
    for (uint64_t flag : kWriting) add(filter, SCMP_ACT_ERRNO(EACCES), call, {masked(argument, flag, flag)});
  }
  add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2));
}

void add_memory(const Filter& filter) {
  for (int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    add(filter, SCMP_ACT_ALLOW, call, {scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}});
    add(filter, SCMP_ACT_ERRNO(EACCES), call, {scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC}});
  }
}

void add_partly(const Filter& filter) {
  // F_SETOWN would let a child send signals to others.
  for (int command : {F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC}) {
    add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl),
        {scmp_arg_cmp{1, SCMP_CMP_EQ, static_cast<uint64_t>(command), 0}});
  }
  // To ask for limits, not to set them.
  add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {scmp_arg_cmp{2, SCMP_CMP_EQ, 0, 0}});
  add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl));
  add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));  // glibc then tries clone
}

}  // namespace

std::string compiled_filter() {
  const Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS));
  if (!filter) fail("seccomp_init", ENOMEM);
  seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree: calls cost less
  for (int call : kAllowed) add(filter, SCMP_ACT_ALLOW, call);
  for (int call : kRefused) add(filter, SCMP_ACT_ERRNO(EACCES), call);
  add_opening(filter);
  add_memory(filter);
  add_partly(filter);
  const FileDescriptor file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file.is_open()) fail("memfd_create", errno);
  if (const int result = seccomp_export_bpf(filter.get(), file.get()); result != 0) fail("export", -result);
  std::string program(static_cast<size_t>(::lseek(file.get(), 0, SEEK_END)), '\0');
  if (::pread(file.get(), program.data(), program.size(), 0) != static_cast<ssize_t>(program.size())) {
    fail("export", errno);
  }
  return program;
}

}  // namespace mailroom::ocr::reader
