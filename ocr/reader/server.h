// mailroom-reader's parent: a fork server. Single-threaded; loads templates and models once, then forks one
// sandboxed child a request (ocr/wire.h). It never opens a document itself.
//
// It ends when its client goes away, and takes its children with it. A child that outlives its time is
// killed; every child's ending is told on the descriptor that came with the request.
#pragma once

#include <functional>
#include <memory>

#include "ocr/reader/work.h"

namespace mailroom::ocr::reader {

using MakeWork = std::function<std::unique_ptr<Work>(const wire::Settings&)>;

// Serves the client at the other end of the socket until it hangs up; the process's exit code.
int serve(int control, const MakeWork& make_work);

}  // namespace mailroom::ocr::reader
