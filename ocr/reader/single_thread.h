// The reader's parent forks: it must be the only thread of its process, or a child inherits locks that nobody
// will ever release, and a signal that a child ended goes to a thread that does not care.
#pragma once

namespace mailroom::ocr::reader {

// Before any library is used: those that like to work in parallel do not.
void stay_single_threaded();

// Throws Error{machine, "reader_threads"} if some library has started a thread all the same.
void check_single_threaded();

}  // namespace mailroom::ocr::reader
