// The messages of ocr/wire.h as values, and back.
#include <cstdio>
#include <cstdlib>

#include "ocr/wire.h"

namespace mailroom::ocr::wire {

namespace {

std::optional<int64_t> integer(const Value& value, int64_t least, int64_t most) {
  if (!value.is(Value::Kind::number)) return std::nullopt;
  const std::optional<int64_t> number = value.number().to_integer();
  if (!number || *number < least || *number > most) return std::nullopt;
  return number;
}

Value number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", value);
  return Value(Decimal::parse(text).value_or(Decimal()));
}

constexpr std::string_view kVerbs[] = {"read", "unpack", "cut", "new_form"};

std::optional<std::vector<PageRange>> ranges_from_value(const Value& value) {
  if (!value.is(Value::Kind::list)) return std::nullopt;
  std::vector<PageRange> ranges;
  for (const Value& pair : value.list()) {
    if (!pair.is(Value::Kind::list) || pair.list().size() != 2) return std::nullopt;
    const auto first = integer(pair.list()[0], 1, INT32_MAX);
    const auto last = integer(pair.list()[1], first.value_or(1), INT32_MAX);
    if (!first || !last) return std::nullopt;
    ranges.push_back({static_cast<int>(*first), static_cast<int>(*last)});
  }
  return ranges;
}

}  // namespace

Value to_value(const Settings& settings) {
  List folders;
  for (const auto& folder : settings.forms) folders.emplace_back(folder.string());
  const ReaderLimits& limits = settings.limits;
  return Context{{"protocol", kProtocol},
                 {"forms", std::move(folders)},
                 {"calibration", settings.calibration ? Value(settings.calibration->to_yaml()) : Value()},
                 {"bytes", static_cast<int64_t>(limits.bytes)},
                 {"pages", limits.pages},
                 {"pixels", static_cast<int64_t>(limits.pixels)},
                 {"seconds", limits.seconds},
                 {"memory_bytes", static_cast<int64_t>(limits.memory_bytes)},
                 {"parts", limits.parts}};
}

std::optional<Settings> settings_from_value(const Value& value) {
  if (!value.is(Value::Kind::context)) return std::nullopt;
  const Context& context = value.context();
  const auto bytes = integer(context.at("bytes"), 1, INT64_MAX);
  const auto pages = integer(context.at("pages"), 1, INT32_MAX);
  const auto pixels = integer(context.at("pixels"), 1, INT64_MAX);
  const auto seconds = integer(context.at("seconds"), 1, INT32_MAX / 2);
  const auto memory = integer(context.at("memory_bytes"), 1, INT64_MAX);
  const auto parts = integer(context.at("parts"), 1, INT32_MAX);
  const auto protocol = integer(context.at("protocol"), kProtocol, kProtocol);
  if (!bytes || !pages || !pixels || !seconds || !memory || !parts || !protocol) return std::nullopt;
  if (!context.at("forms").is(Value::Kind::list)) return std::nullopt;
  Settings settings;
  settings.limits = {static_cast<uint64_t>(*bytes),  static_cast<int>(*pages),
                     static_cast<uint64_t>(*pixels), static_cast<int>(*seconds),
                     static_cast<uint64_t>(*memory), static_cast<int>(*parts)};
  for (const Value& folder : context.at("forms").list()) settings.forms.emplace_back(folder.text_or(""));
  if (const Value& calibration = context.at("calibration"); !calibration.is_null()) {
    std::vector<Diagnostic> problems;
    settings.calibration = Calibration::parse(calibration.text_or(""), "calibration", problems);
    if (!settings.calibration) return std::nullopt;
  }
  return settings;
}

Value to_value(const Request& request) {
  List parts;
  for (const PageRange& range : request.parts) parts.emplace_back(List{range.first, range.last});
  return Context{{"verb", kVerbs[static_cast<size_t>(request.verb)]},
                 {"name", request.name},
                 {"id", request.id},
                 {"error_budget", number(request.options.error_budget)},
                 {"crops", request.options.crops},
                 {"pictures", request.options.pictures},
                 {"seconds", request.seconds},
                 {"parts", std::move(parts)}};
}

std::optional<Request> request_from_value(const Value& value) {
  if (!value.is(Value::Kind::context)) return std::nullopt;
  const Context& context = value.context();
  Request request;
  const std::string verb = context.at("verb").text_or("");
  size_t index = 0;
  while (index < std::size(kVerbs) && kVerbs[index] != verb) ++index;
  const auto seconds = integer(context.at("seconds"), 1, INT32_MAX / 2);
  auto parts = ranges_from_value(context.at("parts"));
  if (index == std::size(kVerbs) || !seconds || !parts ||
      !context.at("error_budget").is(Value::Kind::number)) {
    return std::nullopt;
  }
  request.verb = static_cast<Verb>(index);
  request.name = context.at("name").text_or("");
  request.id = context.at("id").text_or("");
  request.options.error_budget = context.at("error_budget").number().to_double();
  request.options.crops = context.at("crops").is_true();
  request.options.pictures = context.at("pictures").is_true();
  request.seconds = static_cast<int>(*seconds);
  request.parts = std::move(*parts);
  return request;
}

Value to_value(const Ending& ending) {
  return Context{{"exit_code", ending.exit_code},           {"signal", ending.signal},
                 {"timed_out", ending.timed_out},           {"refused", ending.refused},
                 {"peak_kilobytes", ending.peak_kilobytes}, {"cpu_milliseconds", ending.cpu_milliseconds}};
}

std::optional<Ending> ending_from_value(const Value& value) {
  if (!value.is(Value::Kind::context)) return std::nullopt;
  const Context& context = value.context();
  const auto exit_code = integer(context.at("exit_code"), 0, INT32_MAX);
  const auto signal = integer(context.at("signal"), 0, 128);
  if (!exit_code || !signal) return std::nullopt;
  return Ending{static_cast<int>(*exit_code),
                static_cast<int>(*signal),
                context.at("timed_out").is_true(),
                context.at("refused").is_true(),
                integer(context.at("peak_kilobytes"), 0, INT64_MAX).value_or(0),
                integer(context.at("cpu_milliseconds"), 0, INT64_MAX).value_or(0)};
}

Value to_value(const Error& error) {
  return Context{{"fault", static_cast<int>(error.fault())},
                 {"code", error.code()},
                 {"message", error.message()},
                 {"where", error.where()},
                 {"hint", error.hint()}};
}

std::optional<Error> error_from_value(const Value& value) {
  if (!value.is(Value::Kind::context)) return std::nullopt;
  const Context& context = value.context();
  const auto fault = integer(context.at("fault"), 1, 3);
  if (!fault || context.at("code").text_or("").empty()) return std::nullopt;
  return Error(static_cast<Fault>(*fault), context.at("code").text_or(""), context.at("message").text_or(""),
               context.at("where").text_or(""), context.at("hint").text_or(""));
}

}  // namespace mailroom::ocr::wire
