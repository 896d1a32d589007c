// One unpacking under way: what has been found, and what the limits still allow. Not for more than one
// document; a burst limit is thrown as Error{document} and caught by unpack().
#pragma once

#include <string>
#include <string_view>

#include "ocr/reader.h"

namespace mailroom::ocr::reader {

class Unpacking {
 public:
  explicit Unpacking(const ReaderLimits& limits) : limits_(limits) {}

  // A part, or, if it is a mail or archive itself, the parts in it. `bytes` need not live on.
  void add(std::string name, std::string_view bytes, int depth);
  // A part that is what it is, whatever it looks like (a mail's text).
  void keep(std::string name, std::string media_type, std::string bytes);
  // What is in a mail (unpack_mail.cc); one that was declared to be a mail may not look like it.
  void mail(std::string_view bytes, int depth);
  // Throws if so many bytes more would be too many: for what is about to be inflated.
  void expect(uint64_t bytes) const;
  // Of the outermost mail only.
  void header(std::string name, std::string value);

  Unpacked result;

 private:
  static void check_depth(int depth);
  void archive(std::string_view bytes, std::string_view name, int depth);  // unpack_zip.cc

  const ReaderLimits& limits_;
  uint64_t unpacked_bytes_ = 0;
  friend Unpacked unpack(std::string_view, const std::string&, const ReaderLimits&);
};

// "scan.pdf" of "C:\\post\\scan.pdf" and "post/scan.pdf"; control characters gone, never empty.
std::string plain_name(std::string_view name, std::string_view otherwise);

// The words of an HTML mail, without markup.
std::string text_of_html(std::string_view html);

}  // namespace mailroom::ocr::reader
