// Where a MariaDB or MySQL is, from a URL. A plain value; pure.
#pragma once

#include <string>

namespace mailroom::connectors::sql {

// mysql://USER:PASSWORD@HOST:PORT/DATABASE?socket=PATH&ssl=off&ssl_ca=FILE, percent-encoded as URLs are.
struct MariadbUrl {
  std::string user, password, host, database, socket, ssl_ca;
  unsigned port = 0;
  bool uses_tls = false;
  // Throws Failure, without a word of the URL.
  static MariadbUrl parse(const std::string& url);
};

}  // namespace mailroom::connectors::sql
