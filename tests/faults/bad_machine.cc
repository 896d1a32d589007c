// A machine that fails its programs, as a library to preload: a disk that forgets what was not fsynced,
// system calls that fail on files of a certain name, a wall clock that jumps. kill -9 proves nothing about
// fsync, for the kernel still writes what a dead process wrote; this does.
//
//   BAD_MACHINE_ROOT=FOLDER       the disk: files and names below it are followed
//   BAD_MACHINE_UNDO=FOLDER       where it keeps how to undo what is not durable yet (on another path than
//   ROOT) BAD_MACHINE_FAIL=CALL:END:ERROR@N[+]   the N-th CALL (open, write, fsync) on a file whose name ends
//   in END
//                                 fails with ERROR; with '+' all from then on
//   BAD_MACHINE_LIES=TEXT         an fsync of what has TEXT in its path is not taken, as if it were not in
//   the program BAD_MACHINE_CLOCK=FILE        8 bytes, microseconds that CLOCK_REALTIME is off by; may change
//   at any time
//
// Every write and every change of a name is preceded by a record in UNDO/log that says how to undo it; an
// fsync is followed by one that says what need not be undone any more (of a file its bytes, of a folder its
// names: POSIX promises no more). After a kill tests/faults/power_cut.py undoes what the disk would have
// forgotten.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int kMostDescriptors = 4096;

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string_view environment(const char* name) {
  const char* text = std::getenv(name);
  return text ? text : "";
}

// A system call that is to fail.
struct Failure {
  std::string call, end;
  int error = 0, passing = 1;
  bool lasts = false;
  std::atomic<int> passed{0};

  Failure() {
    const std::string text(environment("BAD_MACHINE_FAIL"));
    std::array<char, 64> fields[3] = {};
    char plus = 0;
    if (std::sscanf(text.c_str(), "%63[^:]:%63[^:]:%63[^@]@%d%c", fields[0].data(), fields[1].data(),
                    fields[2].data(), &passing, &plus) < 3)
      return;
    call = fields[0].data(), end = fields[1].data(), lasts = plus == '+';
    const std::string_view named = fields[2].data();
    error = named == "EIO" ? EIO : named == "ENOSPC" ? ENOSPC : named == "EROFS" ? EROFS : EMFILE;
  }
  bool hits(std::string_view now, std::string_view path) {
    if (call != now || path.size() < end.size() || path.substr(path.size() - end.size()) != end) return false;
    const int count = ++passed;
    if (count != passing && !(lasts && count > passing)) return false;
    errno = error;
    return true;
  }
};

struct Machine {
  std::string root{environment("BAD_MACHINE_ROOT")}, undo{environment("BAD_MACHINE_UNDO")};
  std::string lies{environment("BAD_MACHINE_LIES")};
  Failure failure;
  std::mutex mutex;
  int log = -1;
  int saved = 0;
  std::array<std::atomic<bool>, kMostDescriptors> followed{};
  std::array<std::string, kMostDescriptors> paths;
  const std::atomic<int64_t>* clock = nullptr;

  Machine() {
    if (!undo.empty()) {
      log = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, (undo + "/log").c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    }
    if (const std::string file(environment("BAD_MACHINE_CLOCK")); !file.empty()) {
      const auto fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, file.c_str(), O_RDONLY | O_CLOEXEC));
      void* page = ::mmap(nullptr, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
      if (page != MAP_FAILED) clock = static_cast<const std::atomic<int64_t>*>(page);
      ::syscall(SYS_close, fd);
    }
  }
  bool follows(std::string_view path) const {
    return !root.empty() && path.substr(0, root.size()) == root &&
           (path.size() == root.size() || path[root.size()] == '/');
  }
  bool follows(int fd) const { return fd >= 0 && fd < kMostDescriptors && followed[fd].load(); }
  void opened(int fd, std::string_view path) {
    if (fd < 0 || fd >= kMostDescriptors || !follows(path)) return;
    paths[fd] = path;
    followed[fd] = true;
  }
  // A line of JSON-free text, then bytes: "W inode offset length size\n" and the old bytes.
  void note(const std::string& line, std::string_view bytes = {}) {
    if (log < 0) return;
    std::string record = line + "\n";
    record += bytes;
    if (::syscall(SYS_write, log, record.data(), record.size()) < 0) std::abort();
  }
  // Another name under which a file's bytes stay, for a name that is about to go.
  std::string keep(const char* path) {
    std::string name = "kept-" + std::to_string(::getpid()) + "-" + std::to_string(saved++);
    return ::syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, (undo + "/" + name).c_str(), 0) == 0 ? name : "-";
  }
};

Machine& machine() {
  static Machine* one = new Machine;  // outlives every other static: calls come until the very end
  return *one;
}

ino_t inode_of(const char* path) {
  struct stat status;
  return ::lstat(path, &status) == 0 ? status.st_ino : 0;
}

ino_t folder_of(std::string_view path) {
  return inode_of(std::string(path.substr(0, path.rfind('/'))).c_str());
}

std::string number(uint64_t value) {
  return std::to_string(value);
}

// What the range holds now, so that it can be put back.
void note_bytes(int fd, off_t offset, size_t length) {
  struct stat status;
  if (::fstat(fd, &status) != 0) return;
  std::vector<char> old(length);
  const std::string again = "/proc/self/fd/" + std::to_string(fd);  // it may be open for writing only
  const auto reading = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, again.c_str(), O_RDONLY | O_CLOEXEC));
  const ssize_t got = reading < 0 ? 0 : ::syscall(SYS_pread64, reading, old.data(), length, offset);
  if (reading >= 0) ::syscall(SYS_close, reading);
  const auto kept = static_cast<size_t>(std::max<ssize_t>(got, 0));
  machine().note("W " + number(status.st_ino) + " " + number(static_cast<uint64_t>(offset)) + " " +
                     number(kept) + " " + number(static_cast<uint64_t>(status.st_size)),
                 {old.data(), kept});
}

int open_file(const char* path, int flags, mode_t mode) {
  Machine& m = machine();
  if (m.follows(path) && m.failure.hits("open", path)) return -1;
  const bool makes = m.follows(path) && (flags & O_CREAT) != 0 && inode_of(path) == 0;
  const std::lock_guard lock(m.mutex);
  if (m.follows(path) && (flags & O_TRUNC) != 0) {
    if (const auto fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC));
        fd >= 0) {
      struct stat status;
      if (::fstat(fd, &status) == 0) note_bytes(fd, 0, static_cast<size_t>(status.st_size));
      ::syscall(SYS_close, fd);
    }
  }
  if (makes) m.note("C " + number(folder_of(path)) + " " + path);
  const auto fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  m.opened(fd, path);
  return fd;
}

// Before a name goes, by unlink or under a rename.
int remove_name(const char* path, int flags) {
  Machine& m = machine();
  const std::lock_guard lock(m.mutex);
  if (m.follows(path) && flags == 0 && inode_of(path) != 0) {
    m.note("U " + number(folder_of(path)) + " " + m.keep(path) + " " + path);
  }
  return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, flags));
}

int sync_file(int fd, long call) {
  Machine& m = machine();
  if (!m.follows(fd)) return static_cast<int>(::syscall(call, fd));
  if (m.failure.hits("fsync", m.paths[fd])) return -1;
  if (!m.lies.empty() && m.paths[fd].find(m.lies) != std::string::npos) return 0;
  const std::lock_guard lock(m.mutex);
  const auto result = static_cast<int>(::syscall(call, fd));
  struct stat status;
  if (result == 0 && ::fstat(fd, &status) == 0)
    m.note((S_ISDIR(status.st_mode) ? "D " : "S ") + number(status.st_ino));
  return result;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_file(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_file(path, flags, mode);
}

int mkostemp(char* path, int flags) {
  static std::atomic<int> count{0};
  char* ending = path + std::strlen(path) - 6;
  for (int i = 0; i < 1000; ++i) {
    std::array<char, 8> text;
    std::snprintf(text.data(), text.size(), "%06d", (::getpid() * 31 + count++) % 1000000);
    std::memcpy(ending, text.data(), 6);
    const int fd = open_file(path, flags | O_RDWR | O_CREAT | O_EXCL, 0600);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
  return -1;
}
int mkostemp64(char* path, int flags) {
  return mkostemp(path, flags);
}

int close(int fd) {
  if (machine().follows(fd)) machine().followed[fd] = false;
  return static_cast<int>(::syscall(SYS_close, fd));
}

ssize_t write(int fd, const void* bytes, size_t count) {
  Machine& m = machine();
  if (!m.follows(fd)) return ::syscall(SYS_write, fd, bytes, count);
  if (m.failure.hits("write", m.paths[fd])) return -1;
  const std::lock_guard lock(m.mutex);
  struct stat status;
  const bool appends = (::fcntl(fd, F_GETFL) & O_APPEND) != 0 && ::fstat(fd, &status) == 0;
  note_bytes(fd, appends ? status.st_size : ::lseek(fd, 0, SEEK_CUR), count);
  return ::syscall(SYS_write, fd, bytes, count);
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t offset) {
  Machine& m = machine();
  if (!m.follows(fd)) return ::syscall(SYS_pwrite64, fd, bytes, count, offset);
  if (m.failure.hits("write", m.paths[fd])) return -1;
  const std::lock_guard lock(m.mutex);
  note_bytes(fd, offset, count);
  return ::syscall(SYS_pwrite64, fd, bytes, count, offset);
}
ssize_t pwrite(int fd, const void* bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

int ftruncate64(int fd, off64_t length) {
  Machine& m = machine();
  struct stat status;
  if (m.follows(fd) && ::fstat(fd, &status) == 0) {
    const std::lock_guard lock(m.mutex);
    note_bytes(fd, length, status.st_size > length ? static_cast<size_t>(status.st_size - length) : 0);
  }
  return static_cast<int>(::syscall(SYS_ftruncate, fd, length));
}
int ftruncate(int fd, off_t length) {
  return ftruncate64(fd, length);
}

int fsync(int fd) {
  return sync_file(fd, SYS_fsync);
}
int fdatasync(int fd) {
  return sync_file(fd, SYS_fdatasync);
}

int rename(const char* from, const char* to) {
  Machine& m = machine();
  const std::lock_guard lock(m.mutex);
  if (m.follows(from) && m.follows(to)) {
    const std::string kept = inode_of(to) != 0 ? m.keep(to) : "-";
    m.note("R " + number(folder_of(to)) + " " + number(inode_of(from)) + " " + kept + " " + from + "\t" + to);
  }
  return static_cast<int>(::syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
}

int unlink(const char* path) {
  return remove_name(path, 0);
}
int rmdir(const char* path) {
  return remove_name(path, AT_REMOVEDIR);
}
int remove(const char* path) {
  struct stat status;
  const bool is_folder = ::lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
  return remove_name(path, is_folder ? AT_REMOVEDIR : 0);
}

int mkdir(const char* path, mode_t mode) {
  Machine& m = machine();
  const std::lock_guard lock(m.mutex);
  if (m.follows(path) && inode_of(path) == 0) m.note("M " + number(folder_of(path)) + " " + path);
  return static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

int clock_gettime(clockid_t id, timespec* time) {
  static auto* const real_one = real<int(clockid_t, timespec*)>("clock_gettime");
  const int result = real_one(id, time);
  if (result != 0 || id != CLOCK_REALTIME || machine().clock == nullptr) return result;
  const int64_t now = time->tv_sec * 1'000'000'000 + time->tv_nsec + machine().clock->load() * 1000;
  time->tv_sec = now / 1'000'000'000, time->tv_nsec = now % 1'000'000'000;
  return 0;
}

}  // extern "C"
