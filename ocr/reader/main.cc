// mailroom-reader: the only program that opens an incoming document. Started by mailroom and mailroomd, never
// by hand; speaks over the socket that it finds at descriptor 3 (ocr/wire.h).
#include <sys/socket.h>

#include <cstdio>
#include <exception>

#include "ocr/reader/server.h"

int main() {
  using namespace mailroom::ocr;
  int type = 0;
  socklen_t length = sizeof type;
  if (::getsockopt(wire::kControlDescriptor, SOL_SOCKET, SO_TYPE, &type, &length) != 0 ||
      type != SOCK_SEQPACKET) {
    std::fputs(
        "mailroom-reader opens documents for mailroom and mailroomd, which start it themselves\n"
        "  read documents with 'mailroom read --forms DIR FILE...'\n",
        stderr);
    return 2;
  }
  try {
    return reader::serve(wire::kControlDescriptor, reader::make_work);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mailroom-reader: %s\n", error.what());
    return 3;
  }
}
