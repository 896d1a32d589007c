#include "ocr/wire.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/json.h"

namespace mailroom::ocr::wire {

namespace {

constexpr size_t kFrameHeadBytes = 5;

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

std::vector<FileDescriptor> take_descriptors(msghdr& header) {
  std::vector<FileDescriptor> descriptors;
  for (cmsghdr* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(&header, control)) {
    if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(control) + i * sizeof(int), sizeof fd);
      descriptors.emplace_back(fd);
    }
  }
  return descriptors;
}

}  // namespace

Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw Error(Fault::machine, "no_descriptors", "no pipe to the reader: " + system_reason(errno), {},
                "raise the limit of open files");
  }
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

bool send_message(int socket, const Value& content, const std::vector<int>& descriptors) {
  std::string text = to_json(content);
  if (text.size() > kMaxMessageBytes || descriptors.size() > kMaxDescriptors) return false;
  iovec part{text.data(), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(kMaxDescriptors * sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (!descriptors.empty()) {
    const size_t bytes = descriptors.size() * sizeof(int);
    header.msg_control = control;
    header.msg_controllen = CMSG_SPACE(bytes);
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(bytes);
    std::memcpy(CMSG_DATA(rights), descriptors.data(), bytes);
  }
  for (;;) {
    if (::sendmsg(socket, &header, MSG_NOSIGNAL) >= 0) return true;
    if (errno != EINTR) return false;
  }
}

std::optional<Message> receive_message(int socket) {
  // Not on the heap: a fork server's is best left as it is (ocr/reader/full_heap.h).
  std::array<char, kMaxMessageBytes> text;
  iovec part{text.data(), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(kMaxDescriptors * sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  ssize_t count = 0;
  do {
    count = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return std::nullopt;
  Message message;
  message.descriptors = take_descriptors(header);  // owned from here on, whatever follows
  if (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) return std::nullopt;
  try {
    message.content = parse_json({text.data(), static_cast<size_t>(count)}, "message");
  } catch (const Error&) {
    return std::nullopt;
  }
  if (!message.content.is(Value::Kind::context)) return std::nullopt;
  return message;
}

bool write_frame(int fd, FrameKind kind, std::string_view payload) {
  if (payload.size() > UINT32_MAX) return false;
  const auto size = static_cast<uint32_t>(payload.size());
  const char head[kFrameHeadBytes] = {static_cast<char>(kind), static_cast<char>(size),
                                      static_cast<char>(size >> 8), static_cast<char>(size >> 16),
                                      static_cast<char>(size >> 24)};
  return write_all(fd, {head, sizeof head}) && write_all(fd, payload);
}

std::optional<std::vector<Frame>> split_frames(std::string_view bytes) {
  std::vector<Frame> frames;
  while (!bytes.empty()) {
    if (bytes.size() < kFrameHeadBytes) return std::nullopt;
    const auto kind = static_cast<FrameKind>(bytes[0]);
    if (kind != FrameKind::json && kind != FrameKind::bytes) return std::nullopt;
    size_t size = 0;
    for (size_t i = kFrameHeadBytes - 1; i >= 1; --i) size = size << 8 | static_cast<uint8_t>(bytes[i]);
    bytes.remove_prefix(kFrameHeadBytes);
    if (size > bytes.size()) return std::nullopt;
    frames.push_back({kind, bytes.substr(0, size)});
    bytes.remove_prefix(size);
  }
  return frames;
}

}  // namespace mailroom::ocr::wire
