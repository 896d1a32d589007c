// A child's answers as frames (ocr/wire.h), and back. What comes back is untrusted: whoever opened the
// document may be in the hands of the document. Shapes, sizes and the match with the templates are checked;
// pictures are raw pixels whose number must fit.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "ocr/form_file.h"
#include "ocr/reader.h"
#include "ocr/wire.h"

namespace mailroom::ocr {

// Write an answer to a descriptor; false if nobody reads it.
bool write_answer(int fd, const DocumentReading& reading);
bool write_answer(int fd, const Unpacked& unpacked);
bool write_answer(int fd, const CutDocument& cut);
bool write_answer(int fd, const FormFiles& files);
bool write_answer(int fd, const Error& error);

// Read one back. Throws Error{document, "answer_invalid"} for what is not such an answer, and for an answer
// that is an error, that error.
DocumentReading reading_from_answer(std::string_view bytes, const std::vector<Form>& forms);
Unpacked unpacked_from_answer(std::string_view bytes, const ReaderLimits& limits);
// Of `count` parts.
CutDocument cut_from_answer(std::string_view bytes, size_t count, const ReaderLimits& limits);
FormFiles form_files_from_answer(std::string_view bytes);

}  // namespace mailroom::ocr
