// Looking into the desk's answers: what is missing or of another kind reads as nothing, so that a newer
// daemon does not break an older command line. Texts come out clean (see terminal.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/value.h"

namespace mailroom::cli {

const Value& part(const Value& answer, std::string_view name);
std::string text(const Value& answer, std::string_view name);
long long count(const Value& answer, std::string_view name);
bool flag(const Value& answer, std::string_view name);
const List& list(const Value& answer, std::string_view name);
std::vector<std::string> texts(const Value& answer, std::string_view name);
std::optional<Instant> time(const Value& answer, std::string_view name);
std::optional<Date> date(const Value& answer, std::string_view name);

}  // namespace mailroom::cli
