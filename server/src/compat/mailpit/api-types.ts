/** Response types of Mailpit's API. Clients rely on each name. */

export interface Address {
  readonly Name: string;
  readonly Address: string;
}

export interface MessageSummary {
  readonly ID: string;
  readonly MessageID: string;
  readonly Read: boolean;
  readonly From: Address;
  readonly To: readonly Address[];
  readonly Cc: readonly Address[];
  readonly Bcc: readonly Address[];
  readonly ReplyTo: readonly Address[];
  readonly Subject: string;
  readonly Created: string;
  readonly Username: string;
  readonly Tags: readonly string[];
  readonly Size: number;
  readonly Attachments: number;
  readonly Snippet: string;
}

export interface MessagesSummary {
  readonly total: number;
  readonly unread: number;
  readonly count: number;
  readonly messages_count: number;
  readonly messages_unread: number;
  readonly start: number;
  readonly tags: readonly string[];
  readonly messages: readonly MessageSummary[];
}

export interface Attachment {
  readonly PartID: string;
  readonly FileName: string;
  readonly ContentType: string;
  readonly ContentID: string;
  readonly Size: number;
  readonly Checksums: { readonly MD5: string; readonly SHA1: string; readonly SHA256: string };
}

export interface ListUnsubscribe {
  readonly Header: string;
  readonly Links: readonly string[];
  readonly Errors: string;
  readonly HeaderPost: string;
}

export interface Message extends Omit<MessageSummary, "Read" | "Created" | "Attachments" | "Snippet"> {
  readonly ReturnPath: string;
  readonly ListUnsubscribe: ListUnsubscribe;
  readonly Date: string;
  readonly Text: string;
  readonly HTML: string;
  readonly Inline: readonly Attachment[];
  readonly Attachments: readonly Attachment[];
}

export interface ChaosTrigger {
  readonly ErrorCode: number;
  readonly Probability: number;
}

export interface ChaosTriggers {
  readonly Sender: ChaosTrigger;
  readonly Recipient: ChaosTrigger;
  readonly Authentication: ChaosTrigger;
}

export interface LinkCheck {
  readonly Errors: number;
  readonly Links: readonly { readonly URL: string; readonly StatusCode: number; readonly Status: string }[];
}

interface SpamRule {
  readonly Score: number;
  readonly Name: string;
  readonly Description: string;
}

export interface SpamAssassinCheck {
  readonly IsSpam: boolean;
  /** Empty if there is a score. */
  readonly Error: string;
  readonly Score: number;
  readonly Rules: readonly SpamRule[];
}

export interface RspamdCheck extends SpamAssassinCheck {
  /** Score from which a message is spam. */
  readonly Threshold: number;
  readonly Action: string;
}
