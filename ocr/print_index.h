// Which pages of a set of forms have which words printed, and which PDF field names: what finds the few forms
// worth a close look among thousands. Flat arrays, which are either made from the forms or lie in the
// compiled file that is mapped (ocr/compiled_forms.h) and then need no work at the start.
//
// Pages are counted through all forms of fixed layout in their order, form by form. Const, thread safe; keeps
// alive what it lies in.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/form.h"

namespace mailroom::ocr {

class PrintIndex {
 public:
  // The index as bytes: a whole number of 8.
  static std::string packed(const std::vector<Form>& forms);
  // Null if the bytes, which `owner` keeps alive, are not such an index.
  static std::shared_ptr<const PrintIndex> view(std::string_view packed, std::shared_ptr<const void> owner);
  // Of forms that no compiled file has.
  static std::shared_ptr<const PrintIndex> of(const std::vector<Form>& forms);

  size_t page_count() const { return weights_.size(); }
  // Pages that have the word, or a field of that name. Different texts are taken for the same once in 2^64.
  std::span<const uint32_t> pages_with_word(std::string_view word) const { return words_.find(word); }
  std::span<const uint32_t> pages_with_field(std::string_view name) const { return names_.find(name); }
  // What having the word tells: the more, the fewer pages have it.
  double rarity(size_t pages_with_it) const;
  double weight(uint32_t page) const { return weights_[page]; }             // the rarities of all its words
  uint32_t field_names(uint32_t page) const { return field_names_[page]; }  // how many different ones

 private:
  struct Postings {
    std::span<const uint64_t> keys;    // of the texts, ascending
    std::span<const uint32_t> starts;  // in `pages`, a text's first; one more at the end
    std::span<const uint32_t> pages;
    std::span<const uint32_t> find(std::string_view text) const;
    bool is_sound(size_t page_count) const;
  };

  PrintIndex() = default;

  std::shared_ptr<const void> owner_;
  std::span<const double> weights_;
  std::span<const uint32_t> field_names_;
  Postings words_, names_;
};

}  // namespace mailroom::ocr
