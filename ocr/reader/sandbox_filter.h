// The system calls a child may make, as a compiled seccomp program. An allow-list: reading what is open,
// memory, time. Calls that libraries make in passing and do without (a socket to the name service, a cache
// to be written, a thread) are refused with an errno; every other call ends the process.
#pragma once

#include <string>

namespace mailroom::ocr::reader {

// struct sock_filter after struct sock_filter. Throws Error{machine, "no_sandbox"}.
std::string compiled_filter();

}  // namespace mailroom::ocr::reader
