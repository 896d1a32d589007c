#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"mark_unreadable", "The mark of a robot's step that may have been taken cannot be read.",
     "Look whether it was, then delete the file that is named under data/robot/marks."},
    {"amqp_failed", "A connection to RabbitMQ cannot be made.",
     "See certificates and memory; what the message says."},
    {"batch_stuck", "A step of writing a batch failed.", "See rights and free space; it is tried again."},
    {"batch_unwritable", "A batch cannot be written with its header or trailer.",
     "Give them wider pictures (docs/connectors/file.md)."},
    {"curl_failed", "Connections to others do not work on this machine.", "Reinstall libcurl; see the log."},
    {"icu_failed", "ICU lacks the transliteration that payments need.", "Reinstall libicu."},
    {"kafka_failed", "A producer for Kafka cannot be made.", "See the settings and memory."},
    {"letter_failed", "A letter could not be set.", "See fonts and memory."},
    {"letter_not_set", "A letter of HTML could not be set as PDF.",
     "The message says what of the page it is (docs/connectors/letter.md)."},
    {"mail_failed", "A mail cannot be composed.", "See its template."},
    {"program_not_found", "A program that a delivery needs is not installed.",
     "Install the package that the message names."},
    {"program_not_started", "A program that a delivery needs did not start.", "See memory and the message."},
    {"sum_impossible", "The amounts of a batch have no sum.",
     "See that each is a number of at most 34 digits."},
};

}  // namespace

const CodeArea kCodesOfDeliveries = {
    "Deliveries",
    "The daemon's log and commands; what a receiver said is in words beside it (docs/deliveries.md).",
    kCodes};

}  // namespace mailroom::cli
