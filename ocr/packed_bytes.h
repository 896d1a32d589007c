// Numbers and texts in a row of bytes, in this machine's byte order: for files that this machine writes for
// itself. Whoever reads asks for each in turn and in the end whether all of it was there.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace mailroom::ocr {

template <typename T>
void append_number(std::string& to, T number) {
  static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
  to.append(reinterpret_cast<const char*>(&number), sizeof number);
}

inline void append_text(std::string& to, std::string_view text) {
  append_number(to, static_cast<uint32_t>(text.size()));
  to += text;
}

inline void fill_to_multiple_of_8(std::string& bytes) {
  bytes.resize((bytes.size() + 7) / 8 * 8);
}

class PackedBytes {
 public:
  explicit PackedBytes(std::string_view bytes) : rest_(bytes) {}

  // Zero, or an empty text, from where the bytes end too early.
  template <typename T>
  T number() {
    static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
    T number{};
    const std::string_view bytes = take(sizeof number);
    if (bytes.size() == sizeof number) std::memcpy(&number, bytes.data(), sizeof number);
    return number;
  }
  std::string text() { return std::string(view()); }
  std::string_view view() { return take(number<uint32_t>()); }  // a text, where it lies

  bool is_whole() const { return is_whole_; }

 private:
  std::string_view take(size_t count) {
    is_whole_ = is_whole_ && count <= rest_.size();
    if (!is_whole_) return {};
    const std::string_view bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return bytes;
  }

  std::string_view rest_;
  bool is_whole_ = true;
};

}  // namespace mailroom::ocr
