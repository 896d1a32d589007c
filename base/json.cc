#include "base/json.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"

namespace mailroom {

namespace {

constexpr size_t kMaxDepth = 200;

// Builds a Value from nlohmann's SAX events; the DOM is not used because its numbers are doubles.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view json, std::string_view where) : json_(json), where_(where) {}

  bool null() override { return put(Value()); }
  bool boolean(bool b) override { return put(b); }
  bool number_integer(number_integer_t n) override { return put(static_cast<int64_t>(n)); }
  bool number_unsigned(number_unsigned_t n) override { return put_number(std::to_string(n)); }
  bool number_float(number_float_t, const string_t& digits) override { return put_number(digits); }
  bool string(string_t& text) override { return put(Value(std::move(text))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return open(false); }
  bool key(string_t& name) override {
    stack_.back().name = std::move(name);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(size_t) override { return open(true); }
  bool end_array() override { return close(); }
  bool parse_error(size_t position, const std::string&, const nlohmann::json::exception& e) override {
    std::string reason = e.what();
    const size_t dash =
        reason.find("- ");  // nlohmann: "… syntax error while parsing value - unexpected …; last read: …"
    if (dash != std::string::npos) reason.erase(0, dash + 2);
    const size_t last_read = reason.find("; last read");  // quotes the input, which may be personal
    if (last_read != std::string::npos) reason.erase(last_read);
    fail(position, reason);
  }

  Value take() { return std::move(root_); }

 private:
  struct Level {
    bool is_list;
    List list;
    Context context;
    std::string name;
  };

  [[noreturn]] void fail(size_t position, const std::string& reason) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i + 1 < position && i < json_.size(); ++i) {
      if (json_[i] == '\n')
        ++line, column = 1;
      else
        ++column;
    }
    throw Error(Fault::document, "json_invalid", "not valid JSON: " + reason,
                std::string(where_) + ":" + std::to_string(line) + ":" + std::to_string(column));
  }

  bool put_number(const std::string& digits) {
    const std::optional<Decimal> number = Decimal::parse(digits);
    if (!number) fail(0, "a number is too large");
    return put(*number);
  }

  bool put(Value value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (stack_.back().is_list) {
      stack_.back().list.push_back(std::move(value));
    } else {
      stack_.back().context.put(std::move(stack_.back().name), std::move(value));
    }
    return true;
  }

  bool open(bool is_list) {
    if (stack_.size() >= kMaxDepth) fail(0, "nested deeper than 200 levels");
    stack_.push_back({is_list, {}, {}, {}});
    return true;
  }

  bool close() {
    Level level = std::move(stack_.back());
    stack_.pop_back();
    return put(level.is_list ? Value(std::move(level.list)) : Value(std::move(level.context)));
  }

  std::string_view json_, where_;
  std::vector<Level> stack_;
  Value root_;
};

void write(std::string& out, const Value& value, int indent, int level) {
  const auto new_line = [&](int at) {
    if (indent > 0) out += '\n', out.append(static_cast<size_t>(indent) * static_cast<size_t>(at), ' ');
  };
  switch (value.kind()) {
    case Value::Kind::null:
      out += "null";
      return;
    case Value::Kind::boolean:
      out += value.boolean() ? "true" : "false";
      return;
    case Value::Kind::number:
      out += value.number().to_string();
      return;
    case Value::Kind::text:
      out += json_quoted(value.text());
      return;
    case Value::Kind::list: {
      out += '[';
      bool first = true;
      for (const Value& item : value.list()) {
        if (!first) out += indent > 0 ? "," : ", ";
        first = false;
        new_line(level + 1);
        write(out, item, indent, level + 1);
      }
      if (!first) new_line(level);
      out += ']';
      return;
    }
    case Value::Kind::context: {
      out += '{';
      bool first = true;
      for (const auto& [name, item] : value.context().entries()) {
        if (!first) out += indent > 0 ? "," : ", ";
        first = false;
        new_line(level + 1);
        out += json_quoted(name);
        out += ": ";
        write(out, item, indent, level + 1);
      }
      if (!first) new_line(level);
      out += '}';
      return;
    }
    default:
      out += json_quoted(to_display(value));
      return;
  }
}

}  // namespace

Value parse_json(std::string_view json, std::string_view where) {
  Builder builder(json, where);
  nlohmann::json::sax_parse(json.begin(), json.end(), &builder);
  return builder.take();
}

std::string to_json(const Value& value, int indent) {
  std::string out;
  write(out, value, indent, 0);
  return out;
}

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  const std::string clean = is_valid_utf8(text) ? std::string() : to_utf8(code_points(text));
  for (char c : clean.empty() ? text : std::string_view(clean)) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          char escaped[8];
          std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
          out += escaped;
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

}  // namespace mailroom
