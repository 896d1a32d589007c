#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"file_not_moved", "A file was taken but cannot be moved away.",
     "Let the daemon's user write in the inbox, or set release: leave."},
    {"mail_command_refused", "The mail server refuses what was asked of it.",
     "See the server's log; the user may lack a right."},
    {"mail_connection_lost", "The connection to the mail server broke.",
     "Nothing: it is tried again, and no mail is lost."},
    {"mail_login_refused", "The mail server refuses user or password.",
     "See 'user' and the secret that 'password' names."},
    {"mail_mailbox_refused", "The mail server does not open the mailbox.",
     "See its name as the server writes it, and the user's rights."},
    {"mail_no_token", "No token for the mailbox could be had.",
     "See 'token_url', 'client_id' and the client's secret."},
    {"mail_not_let_go", "A mail was taken, but the server does not let it be moved or marked.",
     "See the user's rights; it is not taken twice."},
    {"mail_read_only", "The mailbox may only be read, so no mail can be let go.",
     "Let the user move mails, or set release: leave."},
    {"mail_server_not_trusted", "The mail server's certificate is not to be believed.",
     "Name the authority that signed it with 'trust', and the host as the certificate has it."},
    {"mail_server_unclear", "The mail server does not speak IMAP as expected.",
     "See that host and port are those of IMAP."},
    {"mail_server_unreachable", "There is no connection to the mail server.",
     "See host and port, and that the server runs."},
    {"mail_too_large", "A mail is larger than 'largest' and stays where it is.",
     "Raise 'largest', or take it out by hand."},
    {"sftp_denied", "The login may not do that on the host.", "Give it the right to read and to move files."},
    {"sftp_full", "The host's disk is full.", "Make room there."},
    {"sftp_missing", "The folder is not on the host.", "See the path; /~/FOLDER is below the login's home."},
    {"sftp_no_login", "The host does not take the login.", "See 'user' and 'key' or 'password'."},
    {"sftp_unknown_host", "The host's key is not the one in 'known_hosts'. Somebody may stand in between.",
     "Ask the host's owner for its key before you change the file."},
    {"sftp_unreachable", "The host cannot be reached.", "Nothing: it is tried again. See that it runs."},
    {"key_used", "Something else was handed in under this Idempotency-Key.",
     "Give what is new a key of its own."},
    {"length_missing", "A request does not say how long it is: cut off it would look whole.",
     "Send Content-Length, and not in chunks."},
    {"method_wrong", "Items are handed in with POST.", "POST /v1/items."},
    {"not_now", "The daemon takes nothing in just now, for example because its disk is nearly full.",
     "Hand it in again later, with the same key."},
    {"request_cut", "The request ended before its end.", "Hand it in again, with the same key."},
    {"request_invalid", "The request is not as expected.", "The answer says what is (docs/inboxes/http.md)."},
    {"token_wrong", "The token is missing or wrong.", "Authorization: Bearer TOKEN."},
    {"unknown_address", "There is nothing at this address.", "Hand in at /v1/items."},
    {"unknown_item", "No item of this inbox has this id.",
     "Ask for the address that the upload was answered with."},
};

}  // namespace

const CodeArea kCodesOfInboxes = {
    "Inboxes", "`mailroom inbox test`, `status`, the daemon's log, and answers to uploads (docs/inboxes.md).",
    kCodes};

}  // namespace mailroom::cli
