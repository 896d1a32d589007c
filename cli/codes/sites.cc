#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"no_site", "There is no mailroom.yaml here or in a folder above.",
     "Go into the site, name it with --site, or make one: `mailroom init DIR`."},
    {"not_in_a_site", "A form does not stand in the folder 'forms' of a site.",
     "Make a site with `mailroom init DIR`, and the form with `mailroom form new BLANK -o DIR/forms`."},
    {"form_is_taken", "A workflow takes this form already.", "Change that one, or name the form otherwise."},
    {"site_invalid", "mailroom.yaml has errors.",
     "See them all: `mailroom check`. A running daemon goes on with what it had."},
    {"folder_taken", "Two inboxes watch the same folder or mailbox.", "Give each its own."},
    {"nothing_to_move", "'move' of a mailbox whose mails are deleted.", "Write release: archive."},
    {"secret_missing", "A secret that is named is nowhere.",
     "Put it into the file that the message names, or into the environment or a systemd credential."},
    {"secret_unclosed", "'${secret:' without its '}'.", "Write ${secret:NAME}."},
    {"secret_on_command_line", "A password on the command line is seen by everybody on the machine.",
     "Write ${secret:NAME} in its place."},
    {"unknown_inbox", "No inbox has this name.", "Write the name that the message offers."},
    {"wrong_key", "A key means nothing to an inbox of this kind.",
     "Remove it; docs/inboxes.md has each kind's keys."},
    {"token_too_short", "The token of an inbox by HTTP can be guessed.", "openssl rand -hex 32."},
    {"certificate_unusable", "The certificate of an inbox by HTTP or its key cannot be used.",
     "Both are PEM files that the daemon's user may read, and belong together."},
    {"address_unopened", "The daemon cannot listen at an address.",
     "See that no other program listens there."},
};

}  // namespace

const CodeArea kCodesOfSites = {"mailroom.yaml and secrets", "`mailroom check`, and whatever needs a site.",
                                kCodes};

}  // namespace mailroom::cli
