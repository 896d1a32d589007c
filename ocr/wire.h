// How mailroom-reader and its client speak: short messages with file descriptors over a SOCK_SEQPACKET socket
// (unix(7), SCM_RIGHTS), answers as frames over a pipe. Everything that is received is limited in length and
// nothing is trusted for its shape. Functions retry on EINTR and are thread safe.
//
// A conversation: hello → ready; then any number of requests. A request carries three descriptors: the
// document, where the child writes its answer, where the parent writes how the child ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "base/value.h"
#include "ocr/reader.h"

namespace mailroom::ocr::wire {

inline constexpr int kProtocol = 1;
inline constexpr int kControlDescriptor = 3;  // of mailroom-reader, from its start
inline constexpr size_t kMaxMessageBytes = 64 << 10;
inline constexpr size_t kMaxDescriptors = 3;

struct Pipe {
  FileDescriptor reading, writing;
};
// Error{machine, "no_descriptors"} if the process may open no more.
Pipe make_pipe();

struct Message {
  Value content;
  std::vector<FileDescriptor> descriptors;
};

// False if the other side is gone.
bool send_message(int socket, const Value& content, const std::vector<int>& descriptors = {});
// None if the other side is gone or sent what is no message.
std::optional<Message> receive_message(int socket);

// The parts of an answer: 'J' and JSON, or 'B' and bytes; then the length in 4 bytes, lowest first.
enum class FrameKind : char { json = 'J', bytes = 'B' };
struct Frame {
  FrameKind kind;
  std::string_view payload;  // into the text that was split
};
// False if nobody reads any more.
bool write_frame(int fd, FrameKind kind, std::string_view payload);
// None if `bytes` is not a whole number of frames.
std::optional<std::vector<Frame>> split_frames(std::string_view bytes);

// What the reader is started with.
struct Settings {
  std::vector<std::filesystem::path> forms;
  ReaderLimits limits;
  std::optional<Calibration> calibration;  // none: the shipped one
};

enum class Verb { read, unpack, cut, new_form };
struct Request {
  Verb verb = Verb::read;
  std::string name;  // of the document, as the caller named it; may be personal
  std::string id;    // new_form: of the new form
  ReadOptions options;
  int seconds = 60;              // wall and CPU time
  std::vector<PageRange> parts;  // cut: what each part has
};

// Exit codes of a child.
inline constexpr int kExitAnswered = 0;
inline constexpr int kExitUnread = 10;   // nobody wanted the answer
inline constexpr int kExitNoWalls = 11;  // the sandbox could not be entered
// Answered, and has loaded for itself what its parent had not (ocr/reader/work.h); the client is told
// kExitAnswered.
inline constexpr int kExitAnsweredLate = 12;

// How a child ended, in the parent's words, which are trusted.
struct Ending {
  int exit_code = 0;
  int signal = 0;          // that ended it; 0: it exited
  bool timed_out = false;  // the parent ended it
  bool refused = false;    // it was never started: exit_code is the errno
  int64_t peak_kilobytes = 0;
  int64_t cpu_milliseconds = 0;
};

Value to_value(const Settings& settings);
Value to_value(const Request& request);
Value to_value(const Ending& ending);
Value to_value(const Error& error);
// None for what has the wrong shape.
std::optional<Settings> settings_from_value(const Value& value);
std::optional<Request> request_from_value(const Value& value);
std::optional<Ending> ending_from_value(const Value& value);
std::optional<Error> error_from_value(const Value& value);

}  // namespace mailroom::ocr::wire
