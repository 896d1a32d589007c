#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"blank_missing",
     "The picture of the blank is not beside its template: scans of the form cannot be read.",
     "Copy it there, or make the template again: `mailroom form new`."},
    {"blank_unreadable", "The picture of a blank cannot be used.",
     "Make the template again: `mailroom form new`."},
    {"calibration_invalid", "The file with the reader's calibration is not what `mailroom calibrate` writes.",
     "Make it again."},
    {"duplicate_id", "Two forms, or two fields of one form, have the same id.", "Rename one."},
    {"form_invalid", "A template has errors, so no form can be read by it.",
     "See them all: `mailroom check forms/NAME.form.yaml`."},
    {"forms_alike", "Two forms cannot be told apart by what is printed on them.",
     "Give one of them up, or see docs/accuracy.md on what tells editions apart."},
    {"forms_nearly_alike", "Two forms are told apart by a few words only.",
     "Nothing, if scans of both are read right: `mailroom form check` counts."},
    {"language_missing", "A template wants a language that Tesseract does not have on this machine.",
     "Install the package that the message names."},
    {"unnameable_id", "A field's id cannot stand in an expression.", "Rename it as the message says."},
    {"words_invalid", "The file with a blank's printed words is damaged.",
     "Make the template again: `mailroom form new`."},
    {"wrong_name", "A name has signs that it cannot have, or a template's file is not called NAME.form.yaml.",
     "Letters, digits and '_'."},
    {"zone_off_page", "A field's zone leaves its page.",
     "Correct 'zone'; it is in points from the page's top left."},
    {"zone_tiny", "A field's zone is too small to be written in.",
     "Correct 'zone': left, top, right, bottom in points."},
    {"zones_overlap", "Two fields' zones overlap: what is written in one may be read as the other's.",
     "Draw them apart."},
};

}  // namespace

const CodeArea kCodesOfTemplates = {"Templates of forms",
                                    "`mailroom check`, `form check` and whatever reads templates.", kCodes};

}  // namespace mailroom::cli
