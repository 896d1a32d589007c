#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"answer_refused", "The reader's answer for a document was not believed.",
     "Nothing: the document is quarantined as crashed."},
    {"api_stopped_late", "A caller of the API was cut off when the daemon stopped.", "Nothing."},
    {"batch_not_closed", "A batch of deliveries could not be closed.", "See 'reason'; it is tried again."},
    {"batch_not_cut", "A batch of documents could not be cut.", "It is kept whole: split it by hand."},
    {"clock_not_noticed", "What is due could not be looked for.", "See 'reason'; it is tried again."},
    {"clock_set_back", "The machine's clock was set back.", "See that its time is kept (NTP)."},
    {"commit_unknown", "PostgreSQL was lost while it committed; it is looked up.",
     "See that the server is well."},
    {"disk_lost", "The disk failed and the daemon ended.",
     "See the disk; start the daemon again once it is well."},
    {"document_crashed", "A document upset the reader's child.",
     "Nothing: the document is quarantined. Report it if it is a plain scan."},
    {"document_timed_out", "A document took too long to read.", "Nothing: it is quarantined."},
    {"failpoints_armed", "The daemon was started with failpoints (tests only).",
     "Never in an office: unset MAILROOM_FAILPOINTS."},
    {"file_not_taken", "A file in an inbox was not taken.", "See 'reason' and `mailroom inbox test`."},
    {"hints_interrupted", "Hints of other daemons are not heard; work is looked for by the clock.",
     "Nothing, unless it goes on: see PostgreSQL."},
    {"host_lost", "The host of an inbox cannot be used.", "See 'reason' and `mailroom inbox test`."},
    {"house_not_kept", "Tidying up was interrupted.", "Nothing: it is tried again."},
    {"intake_interrupted", "An inbox could not be looked at.", "See 'reason'; it is tried again."},
    {"intake_paused", "The disk is nearly full, so nothing is taken in.",
     "Free space: intake goes on by itself."},
    {"leases_not_renewed", "Claims on work could not be renewed.",
     "Nothing, unless it goes on: see the store."},
    {"mail_not_taken", "A mail was not taken.", "See 'reason' and `mailroom inbox test`."},
    {"mailbox_lost", "A mailbox cannot be used.", "See 'reason' and `mailroom inbox test`."},
    {"mails_not_moved", "Mails could not be moved after their cases.", "See 'reason'; it is tried again."},
    {"reload_refused", "What was changed in the site has errors; the daemon goes on with what it had.",
     "`mailroom check`."},
    {"restart_needed", "A setting that was changed counts from the next start on.",
     "Restart the daemon when it suits."},
    {"robot_picture_lost", "A picture of a robot's screen could not be kept.", "Nothing."},
    {"sandbox_weakened", "The kernel lacks a part of the sandbox.", "Use a newer kernel."},
    {"store_older_than_keys",
     "The store is a backup older than its keys: what was erased since is erased again.", "Nothing."},
    {"uploads_stopped_late", "An upload was cut off when the daemon stopped.",
     "Nothing: it is handed in again."},
    {"uploads_unopened", "An inbox by HTTP cannot be opened.", "See 'reason': address or certificate."},
    {"work_handed_back", "The daemon stopped while it worked; others take it over.", "Nothing."},
    {"work_interrupted", "A step of a case failed on the machine's side.",
     "See 'reason'; it is tried again."},
    {"worker_interrupted", "A worker met a failure of the machine.", "See 'reason'; it goes on."},
};

}  // namespace

const CodeArea kCodesOfLog = {
    "Events in the daemon's log",
    "Lines of level ERROR and WARNING; 'reason' is a code of this page. ERROR means that somebody must act.",
    kCodes};

}  // namespace mailroom::cli
