// A secret that stands in a workflow itself and not by its name, ${secret:NAME}. Pure, thread safe.
#pragma once

#include <string_view>

namespace mailroom::workflows {

// A password in a URL ("://name:password@") or in an ODBC connection string ("odbc:…;Pwd=password").
bool says_password(std::string_view text);

}  // namespace mailroom::workflows
