// The character sets that mails come in. glibc loads their converters from files when they are first used,
// which a sandboxed child may not: the parent loads them before it forks, and they stay.
#pragma once

namespace mailroom::ocr::reader {

void load_charsets();

}  // namespace mailroom::ocr::reader
