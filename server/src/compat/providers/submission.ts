import type { HeaderFields } from "./header-fields.ts";
import type { NamedAddress } from "./mailboxes.ts";
import type { TemplateLanguage } from "./template-language.ts";

/** A file of a message. */
export interface ProviderFile {
  readonly filename: string;
  readonly content: Buffer;
  /** Undefined if the name says it. */
  readonly contentType?: string | undefined;
  /** Content-ID without angle brackets; makes the file inline. */
  readonly cid?: string | undefined;
}

/** The parts of a message that a provider composes. */
export interface MessageParts {
  readonly from: NamedAddress | undefined;
  readonly to?: readonly NamedAddress[];
  readonly cc?: readonly NamedAddress[];
  readonly bcc?: readonly NamedAddress[];
  readonly replyTo?: readonly NamedAddress[];
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly amp?: string | undefined;
  /** Further forms of the text, e.g. text/calendar. */
  readonly alternatives?: readonly { readonly contentType: string; readonly content: string }[];
  /** Additional header fields. */
  readonly headers?: HeaderFields;
  readonly attachments?: readonly ProviderFile[];
  /** Message-ID with angle brackets; generated if undefined. */
  readonly messageId?: string;
}

/** A source (RFC 5322) that the program composed itself, with its envelope. */
export interface RawMessage {
  readonly raw: Buffer;
  readonly from: string;
  readonly to: readonly string[];
}

/** A template that is stored at the provider. */
export interface TemplateUse {
  /** With a version if the request names one: `order@v2`. */
  readonly id: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The template itself, if the request has it. */
  readonly content?: TemplateContent | undefined;
  /** How it is written, if not as the provider's other templates. */
  readonly language?: TemplateLanguage | undefined;
  /** Content for elements of the HTML that have its name: Mandrill's `mc:edit`. */
  readonly regions?: Readonly<Record<string, string>>;
  /** The subject of a stored template takes precedence over that of the request, not the other way round. */
  readonly isSubjectFixed?: boolean;
  /** A message that has no text gets that of the rendered HTML. */
  readonly isTextWritten?: boolean;
  /** What the provider does if the template has an error; a sentence that is appended to the finding. */
  readonly onFailure?: string | undefined;
}

/** A template for each part of a message. */
export interface TemplateContent {
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly headers?: HeaderFields | undefined;
}

/** What a message has that concerns the provider, not the message itself. */
export interface SubmissionNote {
  readonly code:
    | "provider-sandbox"
    | "provider-too-many-recipients"
    | "provider-schedule-unreadable"
    | "provider-remote-file"
    | "provider-no-subject";
  /** Appended to the text of the finding. */
  readonly detail: string;
}

/** A message that a program asks a provider to send. */
export interface Submission {
  /** The id that the reply gives to it. */
  readonly id: string;
  readonly message: MessageParts | RawMessage;
  readonly tags?: readonly string[];
  readonly scheduledAt?: Date | undefined;
  readonly template?: TemplateUse | undefined;
  readonly notes?: readonly SubmissionNote[];
  /**
   * Prefix of the fields that belong to this message alone, where a request has several messages, e.g. `personalizations[3]`. Fields
   * of the same list with another index belong to other messages.
   */
  readonly scope?: string;
}
