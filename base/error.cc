#include "base/error.h"

#include <system_error>

#include "base/text.h"

namespace mailroom {

Error::Error(Fault fault, std::string code, std::string message, std::string where, std::string hint)
    : fault_(fault),
      code_(std::move(code)),
      message_(std::move(message)),
      where_(std::move(where)),
      hint_(std::move(hint)),
      what_(where_.empty() ? message_ : where_ + ": " + message_) {}

std::string system_reason(int error_number) {
  return to_lower_ascii(std::error_code(error_number, std::generic_category()).message());
}

}  // namespace mailroom
