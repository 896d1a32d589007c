// Where a forked child's heap goes on. The first 2 MB that a process takes beyond its parent's heap can be
// one large page, one fault instead of 300; but only where the parent's heap ends at a large page's border
// with nothing left to give. What the parent gave back while it loaded is worse: it lies in gaps among what
// it keeps, and each that a child takes costs the copy of a page.
#pragma once

namespace mailroom::ocr::reader {

// Uses up the gaps and what the heap has left, without touching the latter: what is asked for next is taken
// from the system, in large pages where glibc does so (GLIBC_TUNABLES, ocr/reader_process.cc). To be called
// when all is loaded, before a fork: what it takes is gone for good. Not thread-safe: of the reader's
// single-threaded parent.
void use_up_heap();

}  // namespace mailroom::ocr::reader
