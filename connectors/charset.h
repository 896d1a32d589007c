// A set of characters by any of ICU's names ("windows-1252", "IBM-1047"), and texts in its bytes. Nothing is
// put in the place of a character that it does not have: that is for a person. Immutable; thread safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mailroom::connectors {

class Charset {
 public:
  // Throws Error{usage, "setting_invalid"} for the key `charset`.
  explicit Charset(const std::string& name);
  ~Charset();
  Charset(Charset&&) noexcept;

  struct Encoded {
    std::string bytes;
    std::string trouble;  // which character it lacks, by its number; empty: none
  };
  Encoded encoded(std::string_view utf8) const;
  // Every character is one byte.
  bool is_single_byte() const;
  // The character of a byte as UTF-8; empty if there is none.
  std::string character_of(unsigned char byte) const;
  bool is_ebcdic() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::connectors
