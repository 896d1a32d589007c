#include "cli/codes/areas.h"

namespace mailroom::cli {

namespace {

constexpr Code kCodes[] = {
    {"wrong_use", "The command was used otherwise than it is meant.",
     "`mailroom help COMMAND` shows how, with an example."},
    {"already_running", "A daemon serves this site already.",
     "`mailroom status` asks it; stop it first to start another one."},
    {"daemon_not_running", "This needs the daemon, and none runs.", "Start it: mailroomd."},
    {"daemon_unreachable", "The daemon does not answer.", "See its log; start it again if it is gone."},
    {"daemon_failed", "The daemon answered something that is no answer.",
     "Command line and daemon may be of different versions."},
    {"socket_denied", "A daemon runs, but you may not speak to it.",
     "Ask to be put into the group that owns the socket."},
    {"socket_unopened", "The daemon cannot make its socket.", "See that its user may write in the folder."},
    {"peer_unknown", "The socket does not tell who calls.", "Call from the same machine."},
    {"context_no_object", "The context of `mailroom feel` is no JSON object.",
     "--context '{\"income\": 120}'."},
    {"input_no_object", "The input of a decision is no JSON object.", "'{\"income\": 120}'."},
    {"sample_no_object", "A sample of `what-if` is no JSON object.", "One object a line."},
    {"no_samples", "The file of samples is empty.", "One JSON object a line."},
    {"json_invalid", "Something is not JSON.", "The place shows where reading stopped."},
    {"file_exists", "The file to be written is there already.",
     "Name another one, or go on with it by --resume."},
    {"file_is_folder", "A file was expected, this is a folder.", "Name a file in it."},
    {"file_not_found", "There is no such file.", "See name and folder; paths in a site are relative to it."},
    {"file_unreadable", "A file cannot be read.", "See the rights and the disk."},
    {"file_unwritable", "A file cannot be written.", "See the rights, the folder and the free space."},
    {"folder_not_empty", "`init` overwrites nothing, and the folder is not empty.", "Name a new folder."},
    {"folder_not_found", "There is no such folder.", "See the name."},
    {"folder_unreadable", "A folder cannot be read.", "See the rights."},
    {"folder_unwritable", "A folder cannot be made or written in.", "See the rights, or choose another one."},
    {"not_a_folder", "A folder was expected.",
     "Name a folder; files are handed in to inboxes that are folders."},
    {"output_unwritable", "The output cannot be written.", "See the disk that it goes to."},
    {"no_blank", "The form has no blank: its fields are found by their labels.",
     "Name a form with fields in fixed places."},
    {"no_fonts", "No typeface to fill forms in with is installed.",
     "Install the packages that the message names."},
    {"no_inbox", "The site has no inbox that is a folder.", "inboxes: {post: {folder: inbox}}."},
    {"no_notices", "The system tells of no changes, so nothing can be watched.", "Run it without --watch."},
    {"not_lsp", "`mailroom lsp` is started by an editor and was not spoken to as such.", "docs/editors.md."},
    {"client_gone", "The editor does not read any more.", "Start the language server again from the editor."},
    {"not_results", "The file is not what `mailroom read --json` writes.", "Name another file with --out."},
    {"nothing_counted", "No field that was recognised has a known value.",
     "See that truth.json names fields by their PDF names."},
    {"truth_invalid", "The file of known values is not as expected.",
     "Write it as `mailroom form fill` does."},
    {"run_invalid", "The file is no earlier dry run.", "Keep one: mailroom dry-run --json … > run.json."},
    {"same_format", "The two files are of one kind: there is nothing to convert.",
     ".yaml to .dmn or .dmn to .yaml."},
    {"scan_failed", "A made-up scan could not be written.", "See the disk."},
    {"unknown_format", "A file of another kind was expected.",
     "The names' endings say what is converted to what: .dmn, .yaml."},
    {"unknown_shell", "There is no completion for this shell.", "bash, zsh or fish."},
    {"version_invalid", "Behind '@' a workflow's version was expected.", "ctr@4."},
    {"wrong_arrival", "--arrival wants NAME=VALUE.", "--arrival sender=ada@example.org."},
    {"wrong_date", "A date was expected.", "2026-11-23."},
    {"unknown_connector", "There is no connector of this name.", "Write the name that the message offers."},
    {"failpoint_invalid", "MAILROOM_FAILPOINTS is not written as expected (tests only).",
     "NAME=ACTION; the message lists the actions."},
    {"failpoint_unknown", "There is no failpoint of this name (tests only).", "mailroomd --failpoints."},
    {"internal", "A bug in Mailroom.",
     "Report it with the command and the message, without what is personal."},
};

}  // namespace

const CodeArea kCodesOfCommands = {"Commands", "Any command.", kCodes};

}  // namespace mailroom::cli
