# Builds the files of cli/starter/ into the program: starter_files.S holds their bytes, starter_files.cc names them.
set(STARTER_FILES
    .gitignore
    README.md
    blanks/parking-permit.pdf
    mailroom.yaml
    forms/gw1-2026.blank.tif
    forms/gw1-2026.form.yaml
    forms/gw1-2026.pdf
    forms/gw1-2026.words.tsv
    letters/garden-waste.txt
    samples/1-typed.pdf
    samples/2-scanned.tif
    samples/3-nine-bins.pdf
    tests/garden-waste.yaml
    workflows/garden-waste.yaml)

set(bytes ".section .rodata\n")
set(names "")
set(symbols "")
set(index 0)
foreach(file IN LISTS STARTER_FILES)
  set(symbol mailroom_starter_${index})
  string(APPEND bytes ".global ${symbol}, ${symbol}_end\n${symbol}: .incbin \"${CMAKE_CURRENT_SOURCE_DIR}/starter/${file}\"\n${symbol}_end: .byte 0\n")
  string(APPEND symbols "extern const char ${symbol}[], ${symbol}_end[];\n")
  string(APPEND names "      {\"${file}\", {${symbol}, static_cast<size_t>(${symbol}_end - ${symbol})}},\n")
  list(APPEND STARTER_PATHS ${CMAKE_CURRENT_SOURCE_DIR}/starter/${file})
  math(EXPR index "${index} + 1")
endforeach()
string(APPEND bytes ".section .note.GNU-stack, \"\", %progbits\n")
file(CONFIGURE OUTPUT starter_files.S CONTENT "${bytes}" @ONLY)
file(CONFIGURE OUTPUT starter_files.cc @ONLY CONTENT
"// Generated from cli/starter by cli/starter.cmake.
#include \"cli/starter.h\"

extern \"C\" {
${symbols}}

namespace mailroom::cli {

const std::vector<std::pair<std::string_view, std::string_view>>& starter_files() {
  static const std::vector<std::pair<std::string_view, std::string_view>> kFiles = {
${names}  };
  return kFiles;
}

}  // namespace mailroom::cli
")
enable_language(ASM)
set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/starter_files.S PROPERTIES
                            OBJECT_DEPENDS "${STARTER_PATHS}" SKIP_PRECOMPILE_HEADERS ON)
target_sources(mailroom_cli PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/starter_files.S
                                    ${CMAKE_CURRENT_BINARY_DIR}/starter_files.cc)
