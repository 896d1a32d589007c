#include "workflows/feel/external.h"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/text.h"
#include "workflows/feel/arguments.h"

namespace mailroom::feel {

namespace {

using Kind = Value::Kind;
using Call = Value (*)(Machine&, const Value*);

Value from_double(Machine& machine, double d) {
  char text[64];
  std::snprintf(text, sizeof text, "%.17g", d);
  // The shortest text that reads back as the same double is what Java shows.
  for (int digits = 1; digits < 17; ++digits) {
    char shorter[64];
    std::snprintf(shorter, sizeof shorter, "%.*g", digits, d);
    if (std::strtod(shorter, nullptr) == d) {
      std::memcpy(text, shorter, sizeof text);
      break;
    }
  }
  const auto number = Decimal::parse(text);
  return number ? Value(*number) : machine.null("the external function's result is not a finite number");
}

double as_double(const Value& value) {
  return value.number().to_double();
}

// Only what a declared method with these very parameter types does; no Java is there to ask.
struct Binding {
  std::string class_name, method;  // without blanks
  std::vector<Kind> parameters;
  Call call;
};

const std::vector<Binding>& bindings() {
  static const std::vector<Binding> kBindings = [] {
    std::vector<Binding> all;
    const Kind n = Kind::number, t = Kind::text;
    const std::string kMath = "java.lang.Math";
    for (const auto& [name, call] : std::initializer_list<std::pair<const char*, Call>>{
             {"cos(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::cos(as_double(a[0]))); }},
             {"sin(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::sin(as_double(a[0]))); }},
             {"tan(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::tan(as_double(a[0]))); }},
             {"sqrt(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::sqrt(as_double(a[0]))); }},
             {"log(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::log(as_double(a[0]))); }},
             {"log10(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::log10(as_double(a[0]))); }},
             {"exp(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::exp(as_double(a[0]))); }},
             {"abs(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::fabs(as_double(a[0]))); }},
             {"floor(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::floor(as_double(a[0]))); }},
             {"ceil(double)",
              [](Machine&m, const Value*a) { return from_double(m, std::ceil(as_double(a[0]))); }}}) {
      all.push_back({kMath, name, {n}, call});
    }
    const Call max = [](Machine&, const Value* a) { return a[0].number() < a[1].number() ? a[1] : a[0]; };
    const Call min = [](Machine&, const Value* a) { return a[1].number() < a[0].number() ? a[1] : a[0]; };
    for (const char* types : {"(double,double)", "(float,float)", "(int,int)", "(long,long)"}) {
      all.push_back({kMath, std::string("max").append(types), {n, n}, max});
      all.push_back({kMath, std::string("min").append(types), {n, n}, min});
    }
    all.push_back({kMath, "pow(double,double)", {n, n}, [](Machine& m, const Value* a) {
                     return from_double(m, std::pow(as_double(a[0]), as_double(a[1])));
                   }});
    const Call character = [](Machine& m, const Value* a) {
      return length_in_code_points(a[0].text()) == 1 ? a[0] : m.null("a char is one character");
    };
    const Call same = [](Machine&, const Value* a) { return a[0]; };
    for (const auto& [type, primitive] :
         std::initializer_list<std::pair<const char*, const char*>>{{"Byte", "byte"},
                                                                    {"Short", "short"},
                                                                    {"Integer", "int"},
                                                                    {"Long", "long"},
                                                                    {"Float", "float"},
                                                                    {"Double", "double"}}) {
      all.push_back({std::string("java.lang.").append(type),
                     std::string("valueOf(").append(primitive).append(")"),
                     {n},
                     same});
    }
    all.push_back({"java.lang.Boolean", "valueOf(boolean)", {Kind::boolean}, same});
    all.push_back({"java.lang.String", "valueOf(boolean)", {Kind::boolean}, [](Machine&, const Value* a) {
                     return Value(a[0].boolean() ? "true" : "false");
                   }});
    all.push_back({"java.lang.String", "valueOf(char)", {t}, character});
    const Call number_text = [](Machine&, const Value* a) { return Value(a[0].number().to_string()); };
    all.push_back({"java.lang.String", "valueOf(double)", {n}, [](Machine&, const Value* a) {
                     std::string text = a[0].number().to_string();
                     if (text.find('.') == std::string::npos) text += ".0";  // as Java writes a double
                     return Value(std::move(text));
                   }});
    for (const char* method : {"valueOf(int)", "valueOf(long)"}) {
      all.push_back({"java.lang.String", method, {n}, number_text});
    }
    for (const auto& [type, method] : std::initializer_list<std::pair<std::string, std::string>>{
             {"java.lang.Integer", "valueOf(java.lang.String)"},
             {"java.lang.Integer", "parseInt(java.lang.String)"},
             {"java.lang.Long", "valueOf(java.lang.String)"},
             {"java.lang.Long", "parseLong(java.lang.String)"},
             {"java.lang.Float", "valueOf(java.lang.String)"},
             {"java.lang.Float", "parseFloat(java.lang.String)"},
             {"java.lang.Double", "valueOf(java.lang.String)"},
             {"java.lang.Double", "parseDouble(java.lang.String)"}}) {
      const bool whole = type == "java.lang.Integer" || type == "java.lang.Long";
      const Call real = [](Machine& m, const Value* a) {
        const auto number = Decimal::parse(a[0].text());
        return number ? Value(*number) : m.null("the external function threw: the text is not a number");
      };
      const Call integer = [](Machine& m, const Value* a) {
        const auto number = Decimal::parse(a[0].text());
        return number && number->to_integer()
                   ? Value(*number)
                   : m.null("the external function threw: the text is not a whole number");
      };
      all.push_back({type, method, {t}, whole ? integer : real});
    }
    return all;
  }();
  return kBindings;
}

// java.lang.String.format for the conversions a report needs: %s, %d, %.2f.
Value format(Machine& machine, const Value* arguments, size_t count) {
  if (!arguments[0].is(Kind::text)) return machine.null("the external function expected a format");
  const std::string_view pattern = arguments[0].text();
  std::string out;
  size_t next = 1;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      out += pattern[i];
      continue;
    }
    size_t end = i + 1;
    while (end < pattern.size() &&
           (std::isdigit(static_cast<unsigned char>(pattern[end])) || pattern[end] == '.'))
      ++end;
    if (end >= pattern.size()) return machine.null("the external function threw: the format ends with '%'");
    const char conversion = pattern[end];
    if (conversion == '%') {
      out += '%';
    } else if (next >= count) {
      return machine.null("the external function threw: an argument is missing");
    } else {
      const Value& value = arguments[next++];
      const size_t dot = pattern.substr(i, end - i).find('.');
      const int digits = dot == std::string_view::npos
                             ? 6
                             : std::atoi(std::string(pattern.substr(i + dot + 1, end)).c_str());
      if (conversion == 's') {
        out += to_display(value);
      } else if (conversion == 'd' && value.is(Kind::number) && value.number().is_integer()) {
        out += value.number().to_string();
      } else if (conversion == 'f' && value.is(Kind::number)) {
        out += value.number().to_fixed(digits);
      } else {
        return machine.null("the external function threw: '%", std::string(1, conversion), "' does not fit ",
                            kind_word(value));
      }
    }
    i = end;
  }
  return Value(std::move(out));
}

class ExternalFunction final : public FunctionValue {
 public:
  ExternalFunction(Type signature, const Binding* binding)
      : signature_(std::move(signature)), binding_(binding) {}
  const Type& signature() const override { return signature_; }
  Value call(Machine& machine, const Value* arguments, size_t count) const override {
    if (!binding_) {
      std::vector<Value> flat;
      for (size_t i = 0; i < count; ++i) {
        if (i > 0 && arguments[i].is(Kind::list)) {
          flat.insert(flat.end(), arguments[i].list().begin(), arguments[i].list().end());
        } else {
          flat.push_back(arguments[i]);
        }
      }
      return flat.empty() ? Value() : format(machine, flat.data(), flat.size());
    }
    if (count != binding_->parameters.size())
      return machine.null("the external function has other parameters");
    std::vector<Value> given(arguments, arguments + count);
    for (size_t i = 0; i < count; ++i) {
      const auto& [name, type] = signature_.members[i];
      given[i] = coerce(given[i], *type);
      if (!given[i].is(binding_->parameters[i])) {
        return machine.null("the argument '", name, "' expected ",
                            mailroom::kind_name(binding_->parameters[i]), ", got ", kind_word(given[i]));
      }
    }
    return binding_->call(machine, given.data());
  }

 private:
  Type signature_;
  const Binding* binding_;  // null: String.format
};

}  // namespace

Value external_function_of(const Value& description, const Type& signature, std::string& why) {
  const auto text = [](const Value& context, std::string_view key) {
    return context.is(Kind::context) ? context.context().at(key).text_or("") : std::string();
  };
  const Value java = description.is(Kind::context) ? description.context().at("java") : Value();
  const std::string class_name = text(java, "class");
  const std::string method = replace_all(text(java, "method signature"), " ", "");
  if (class_name.empty() || method.empty()) {
    why = "an external function expected {java: {class: \"…\", method signature: \"…\"}}";
    return {};
  }
  Type own = signature;
  own.kind = Type::Kind::function;
  if (!own.element) own.element = any();
  const bool format =
      class_name == "java.lang.String" && method == "format(java.lang.String,[Ljava.lang.Object;)";
  for (const Binding& binding : bindings()) {
    if (binding.class_name == class_name && binding.method == method) {
      return Value(
          std::shared_ptr<const OpaqueValue>(std::make_shared<ExternalFunction>(std::move(own), &binding)));
    }
  }
  if (format)
    return Value(
        std::shared_ptr<const OpaqueValue>(std::make_shared<ExternalFunction>(std::move(own), nullptr)));
  why = "there is no external function '" + class_name + "." + method + "'";
  return {};
}

}  // namespace mailroom::feel
