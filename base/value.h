// The one data value everyone speaks: what a field holds, what rules compute, what a connector is handed,
// what JSON carries. A value type: copies are cheap (big things are shared and immutable), so it is safe to
// read from any thread. Numbers are decimal, never binary. Kinds follow FEEL (DMN 1.5, 10.3.2).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"

namespace mailroom {

class Value;
using List = std::vector<Value>;

// Named values in the order they were put; names are unique. Lookup is linear: contexts are small.
class Context {
 public:
  Context();
  Context(std::initializer_list<std::pair<std::string, Value>> entries);
  ~Context();
  Context(const Context&);
  Context(Context&&) noexcept;
  Context& operator=(const Context&);
  Context& operator=(Context&&) noexcept;

  const Value* find(std::string_view name) const;  // null if there is none
  // The value of `name`, or a null Value.
  const Value& at(std::string_view name) const;
  void put(std::string name, Value value);  // replaces in place
  bool erase(std::string_view name);
  size_t size() const;
  bool empty() const { return size() == 0; }
  const std::vector<std::pair<std::string, Value>>& entries() const { return entries_; }

 private:
  std::vector<std::pair<std::string, Value>> entries_;
};

// A kind of value that only one part of the program understands (FEEL's ranges and functions); immutable.
class OpaqueValue {
 public:
  virtual ~OpaqueValue() = default;
  virtual std::string_view kind_name() const = 0;
  virtual bool equals(const OpaqueValue& other) const = 0;
  virtual std::string to_string() const = 0;
};

class Value {
 public:
  enum class Kind {
    null,
    boolean,
    number,
    text,
    date,
    time,
    date_time,
    months,
    duration,
    list,
    context,
    opaque
  };

  Value() noexcept = default;        // null
  Value(std::nullptr_t) noexcept {}  // NOLINT(google-explicit-constructor): a value is whatever it is given
  Value(bool b) noexcept : data_(b) {}
  Value(int n) noexcept : data_(Decimal(n)) {}
  Value(int64_t n) noexcept : data_(Decimal(n)) {}
  Value(size_t n) noexcept : data_(Decimal(static_cast<int64_t>(n))) {}
  Value(Decimal n) noexcept : data_(n) {}
  Value(std::string text);
  Value(std::string_view text);
  Value(const char* text);
  Value(Date d) noexcept : data_(d) {}
  Value(TimeOfDay t) noexcept : data_(t) {}
  Value(DateTime t) noexcept : data_(t) {}
  Value(Months m) noexcept : data_(m) {}
  Value(Duration d) noexcept : data_(d) {}
  Value(List list);
  Value(Context context);
  Value(std::shared_ptr<const OpaqueValue> opaque) : data_(std::move(opaque)) {}

  Kind kind() const noexcept { return static_cast<Kind>(data_.index()); }
  bool is_null() const noexcept { return kind() == Kind::null; }
  bool is(Kind kind_wanted) const noexcept { return kind() == kind_wanted; }

  // The accessors below are for a value of that kind; anything else is a bug (assertion).
  bool boolean() const { return std::get<bool>(data_); }
  const Decimal& number() const { return std::get<Decimal>(data_); }
  std::string_view text() const { return *std::get<TextPointer>(data_); }
  const Date& date() const { return std::get<Date>(data_); }
  const TimeOfDay& time() const { return std::get<TimeOfDay>(data_); }
  const DateTime& date_time() const { return std::get<DateTime>(data_); }
  const Months& months() const { return std::get<Months>(data_); }
  const Duration& duration() const { return std::get<Duration>(data_); }
  const List& list() const { return *std::get<ListPointer>(data_); }
  const Context& context() const { return *std::get<ContextPointer>(data_); }
  const std::shared_ptr<const OpaqueValue>& opaque() const {
    return std::get<std::shared_ptr<const OpaqueValue>>(data_);
  }

  // The text of a text value, otherwise `otherwise`.
  std::string text_or(std::string_view otherwise) const;
  bool is_true() const { return kind() == Kind::boolean && boolean(); }

  // Structural equality: numbers by value, contexts whatever the order of their names.
  friend bool operator==(const Value& a, const Value& b);

 private:
  using TextPointer = std::shared_ptr<const std::string>;
  using ListPointer = std::shared_ptr<const List>;
  using ContextPointer = std::shared_ptr<const Context>;
  std::variant<std::monostate, bool, Decimal, TextPointer, Date, TimeOfDay, DateTime, Months, Duration,
               ListPointer, ContextPointer, std::shared_ptr<const OpaqueValue>>
      data_;
};

// "number", "text", "list" …, as messages name it.
std::string_view kind_name(Value::Kind kind);
// As a person reads it: texts bare, numbers plain, dates ISO, null as "nothing", lists and contexts as JSON.
std::string to_display(const Value& value);

}  // namespace mailroom
