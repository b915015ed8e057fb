export type { CallInput, CallName, CallOptions, CallOutput, Calls, RawBody } from "./call-types.ts";
export { checkDeliverable, checkFindings, type FindingSelection } from "./check-findings.ts";
export { type Client, type ClientOptions, createClient } from "./client.ts";
export {
  type AddressedInbox,
  type CountOptions,
  type Criteria,
  type Inbox,
  type Match,
  type NoneOptions,
  WaitError,
  type WaitOptions,
} from "./inbox.ts";
export { type ConnectOptions, connect, type InjectedFault, type Mailglass } from "./mailglass.ts";
export type { MessageCheckResults } from "./message-check-results.ts";
export { ProblemError } from "./problem-error.ts";
export type { ReceivedAttachment, ReceivedMessage } from "./received-message.ts";
export type { FieldOptions, SelectedMessage } from "./selected-message.ts";
export { openStream, type Stream, type StreamOptions, type StreamState } from "./stream.ts";
