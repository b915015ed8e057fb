/** A reason why we read fields of some messages differently from mailparser and Python, which agree. */
interface KnownDifference {
  readonly reason: string;
  /** The message's path in its corpus, and the field. */
  readonly fields: readonly string[];
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason: "A last header line that is no field begins the text, so that nothing is lost; the others drop it.",
    fields: ["regressions/header-name-leading-colon.eml text", "regressions/header-name-colons-and-blanks.eml text"],
  },
  {
    reason: "A field name may be followed by blanks (RFC 5322 §4.5); the others do not read such a field.",
    fields: ["regressions/header-name-blanks-before-colon.eml from"],
  },
  {
    reason:
      "We read text of other types than text/plain and text/html, and of parts that are not delimited, as text of the message.",
    fields: [
      "regressions/mixed-calendar.eml text",
      "regressions/unopened-multiparts.eml text",
      "rfc/000.eml text",
      "thirdparty/008.eml text",
    ],
  },
  {
    reason: "A text part with a name is text of the message and can be downloaded; the others do not list it.",
    fields: [
      "regressions/inline-text-with-filename.eml attachments",
      "legacy/030.eml attachments",
      "legacy/047.eml attachments",
      "legacy/042.eml attachments",
      "mail/inlinemultipart.raw attachments",
      "mail/malformed-multiple-address-header-values.raw attachments",
      "parts/nestedmulti.raw attachments",
      "parts/chardet-fail.raw attachments",
      "parts/header-only.raw attachments",
      "msg_04.txt attachments",
      "msg_44.txt attachments",
    ],
  },
  {
    reason: "Bytes above 127 without a charset are read as windows-1252; the others show a replacement character.",
    fields: [
      "legacy/022.eml subject",
      "legacy/027.eml subject",
      "legacy/052.eml subject",
      "legacy/052.eml text",
      "legacy/010.eml subject",
      "legacy/020.eml subject",
      "parts/chardet-success-iso-8859-1.raw text",
    ],
  },
  {
    reason:
      "Members of multipart/alternative are one content, so none of them is an attachment; other text is text of the message.",
    fields: [
      "issues/67-alternative.eml attachments",
      "regressions/mixed-calendar.eml attachments",
      "rfc/003.eml attachments",
      "rfc/001.eml attachments",
      "rfc/000.eml attachments",
      "thirdparty/008.eml attachments",
      "thirdparty/012.eml attachments",
      "parts/ctype-invalid-characters.raw attachments",
      "msg_36.txt attachments",
      "msg_37.txt attachments",
    ],
  },
  {
    reason:
      "The others show no text; we show that of an enclosed message, or of parts that are not delimited as their multipart says.",
    fields: [
      "regressions/doubly-encoded-message.eml text",
      "regressions/encoded-message-without-header.eml text",
      "regressions/fallback-delimiter-after-text.eml text",
      "regressions/boundary-of-dashes.eml text",
      "regressions/close-delimiter-mid-line.eml text",
      "regressions/no-delimiter-close-mid-line.eml text",
      "regressions/empty-nested-message-base64.eml text",
      "regressions/close-delimiter-first.eml text",
      "malformed/004.eml text",
      "malformed/010.eml text",
      "malformed/002.eml text",
      "malformed/012.eml text",
      "thirdparty/012.eml text",
      "mail/attachment-only-text-attachment.raw text",
      "mail/multipart-wo-boundary.raw text",
      "parts/ctype-invalid-characters.raw text",
      "msg_11.txt text",
      "msg_31.txt text",
      "msg_46.txt text",
      "msg_41.txt text",
      "msg_37.txt text",
      "msg_25.txt text",
      "msg_28.txt text",
      "msg_17.txt text",
    ],
  },
  {
    reason: "The zone of the Date is not written as RFC 5322 has it.",
    fields: ["msg_47.txt date"],
  },
];
