// A token of OAuth 2.0 to sign in with at a mail server, by client credentials (RFC 6749, 4.4). Fetched anew
// for each connection: those last, and a token does not. Thread safe.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "daemon/site.h"

namespace mailroom::daemon {

// `trust`: the authorities that are believed, the system's if empty. Throws Error{machine, "mail_no_token"}.
std::string fetch_token(const TokenSettings& settings, const std::filesystem::path& trust,
                        const std::function<std::string(const std::string&)>& resolve);

}  // namespace mailroom::daemon
