#include "connectors/settings.h"

#include "base/text.h"

namespace mailroom::connectors {

const Value& at_path(const Context& context, std::string_view path) {
  static const Value kNothing;
  const size_t dot = path.find('.');
  const Value& value = context.at(path.substr(0, dot));
  if (dot == std::string_view::npos) return value;
  return value.is(Value::Kind::context) ? at_path(value.context(), path.substr(dot + 1)) : kNothing;
}

Error setting_invalid(std::string_view path, std::string_view expected) {
  return Error(Fault::usage, "setting_invalid",
               "'" + std::string(path) + "' is not usable: expected " + std::string(expected));
}

std::string required_text(const Context& context, std::string_view path, std::string_view expected) {
  const Value& value = at_path(context, path);
  if (!value.is(Value::Kind::text) || trim(value.text()).empty()) throw setting_invalid(path, expected);
  return std::string(trim(value.text()));
}

std::string text_at(const Context& context, std::string_view path, std::string_view otherwise) {
  const Value& value = at_path(context, path);
  if (value.is_null()) return std::string(otherwise);
  if (!value.is(Value::Kind::text)) throw setting_invalid(path, "a text");
  return std::string(value.text());
}

std::string site_file_at(const Context& context, std::string_view path,
                         const std::filesystem::path& site_folder) {
  const std::string name = text_at(context, path, "");
  return name.empty() ? name : (site_folder / name).lexically_normal().string();
}

bool flag_at(const Context& context, std::string_view path, bool otherwise) {
  const Value& value = at_path(context, path);
  if (value.is_null()) return otherwise;
  if (!value.is(Value::Kind::boolean)) throw setting_invalid(path, "true or false");
  return value.boolean();
}

bool names_secret(std::string_view text) {
  return text.find("${secret:") != std::string_view::npos;
}

std::vector<std::string> lines_at(const Context& context, std::string_view path) {
  const Value& value = at_path(context, path);
  std::vector<std::string> lines;
  if (value.is(Value::Kind::list)) {
    for (const Value& line : value.list()) lines.push_back(to_display(line));
  } else if (!value.is_null()) {
    const std::string text = to_display(value);
    for (const std::string_view line : split(trim(text), '\n')) lines.emplace_back(trim(line));
  }
  return lines;
}

}  // namespace mailroom::connectors
