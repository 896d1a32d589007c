// Where a forked child's heap goes on. The first 2 MB that a process takes beyond its parent's heap can be
// one large page, one fault instead of 300; but only where the parent's heap ends at a large page's border
// with nothing left to give.
#pragma once

namespace mailroom::ocr::reader {

// Uses up what the heap has left, without touching it: what is asked for next is taken from the system, in
// large pages where glibc does so (GLIBC_TUNABLES, ocr/reader_process.cc). To be called before each fork:
// does nothing while the heap stays as it was. Not thread-safe: of the reader's single-threaded parent.
void use_up_heap();

}  // namespace mailroom::ocr::reader
