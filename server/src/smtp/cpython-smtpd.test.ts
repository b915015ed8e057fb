import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDialogues } from "../../test/smtp/dialogues.ts";

/** The names of all tests of Python's smtpd (CPython 3.11, Lib/test/test_smtpd.py). */
const CPYTHON_TESTS = `
test_DATA_syntax
test_EHLO
test_EHLO_HELO_duplicate
test_EHLO_bad_syntax
test_EHLO_duplicate
test_EXPN_not_implemented
test_HELO
test_HELO_EHLO_duplicate
test_HELO_NOOP
test_HELO_QUIT
test_HELO_RSET
test_HELO_bad_syntax
test_HELO_duplicate
test_HELO_parameter_rejected_when_extensions_not_enabled
test_HELP
test_HELP_command
test_HELP_command_unknown
test_MAIL_RCPT_unknown_parameters
test_MAIL_allows_space_after_colon
test_MAIL_chevrons
test_MAIL_command_accepts_SMTPUTF8_when_announced
test_MAIL_command_limit_extended_with_SIZE
test_MAIL_command_limit_extended_with_SIZE_and_SMTPUTF8
test_MAIL_command_rejects_SMTPUTF8_by_default
test_MAIL_empty_chevrons
test_MAIL_invalid_size_parameter
test_MAIL_missing_address
test_MAIL_quoted_localpart
test_MAIL_quoted_localpart_no_angles
test_MAIL_quoted_localpart_with_size
test_MAIL_quoted_localpart_with_size_no_angles
test_MAIL_size_parameter
test_MAIL_size_parameter_larger_than_default_data_size_limit
test_MAIL_syntax_EHLO
test_MAIL_syntax_HELO
test_NOOP
test_NOOP_bad_syntax
test_QUIT
test_QUIT_arg_ignored
test_RCPT_lowercase_to_OK
test_RCPT_syntax_EHLO
test_RCPT_syntax_HELO
test_RSET
test_RSET_syntax
test_VRFY
test_VRFY_syntax
test__all__
test_ascii_data
test_attribute_deprecations
test_bad_state
test_broken_connect
test_command_too_long
test_data_dialog
test_data_limit_dialog
test_data_limit_dialog_too_much_data
test_data_longer_than_default_data_size_limit
test_data_transparency_section_4_5_2
test_decode_data_and_enable_SMTPUTF8_raises
test_extended_MAIL_allows_space_after_colon
test_manual_status
test_missing_data
test_multiple_RCPT
test_multiple_emails_with_extended_command_length
test_need_MAIL
test_need_RCPT
test_nested_MAIL
test_no_HELO_DATA
test_no_HELO_MAIL
test_no_HELO_RCPT
test_nothing_accepted
test_params_rejected
test_process_SMTPUTF8_message_with_enable_SMTPUTF8_true
test_process_message_unimplemented
test_process_message_with_decode_data_false
test_process_message_with_decode_data_true
test_process_message_with_enable_SMTPUTF8_true
test_process_smtputf8_message
test_server_accept
test_socket_uses_IPv4
test_socket_uses_IPv6
test_unknown_command
test_utf8_data
test_with_decode_data_false
test_with_decode_data_true
test_with_enable_smtputf8_true
`;

const DIALOGUES_FILE = "cpython.txt";

test("each test of Python's smtpd has its one counterpart here, or the reason why it has none", () => {
  const dialogues = readDialogues().get(DIALOGUES_FILE) ?? [];
  const beside = readBeside("article-classes.test.ts").matchAll(/"(test_\w+)/g);
  const reasons = readBeside(`../../test/smtp/dialogues/${DIALOGUES_FILE}`).matchAll(/^# (test_\w+): \w/gm);
  const found = [...dialogues.map(({ name }) => name), ...[...beside, ...reasons].map(([, name = ""]) => name)];
  expect(found.sort()).toEqual(CPYTHON_TESTS.trim().split(/\s+/).sort());
});

function readBeside(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}
