import type { FindingTable } from "../finding-definition.ts";

/** Findings of group provider-api: what a request to a provider's API asks for that the provider refuses, or does differently. */
export const PROVIDER_API_FINDINGS = {
  "provider-unknown-field": {
    severity: "warning",
    rfc: "the provider's API",
    text: "The request has fields that this API does not know, so they have no effect",
    fix: "Compare their names with the API's documentation: a typing mistake is silently ignored",
  },
  "provider-no-recipient": {
    severity: "error",
    rfc: "the provider's API",
    text: "The request names no recipient, so nothing is sent",
    fix: "Name at least one recipient in to, cc or bcc",
  },
  "provider-too-many-recipients": {
    severity: "error",
    rfc: "the provider's API",
    text: "The message has more recipients than the provider accepts",
    fix: "Send it in batches",
  },
  "provider-too-large": {
    severity: "error",
    rfc: "the provider's API",
    text: "The message is larger than the provider accepts",
    fix: "Link to large files instead of attaching them",
  },
  "provider-no-subject": {
    severity: "warning",
    rfc: "the provider's API",
    text: "The message has no subject: neither for all, nor for these recipients",
    fix: "Set a subject in the request or in the template",
  },
  "provider-schedule-unreadable": {
    severity: "warning",
    rfc: "the provider's API",
    text: "The time at which the provider is to send the message cannot be read",
    fix: "Write the time as the API's documentation says",
  },
  "provider-raw-without-from": {
    severity: "error",
    rfc: "RFC 5322 §3.6.2",
    text: "The source that the program composed has no From field",
    fix: "Add a From field to the source: the provider does not add it",
  },
  "provider-sandbox": {
    severity: "info",
    rfc: "the provider's API",
    text: "The request is a test: the provider would check it, and send nothing",
    fix: "Turn the test mode off where mail is to be sent",
  },
  "provider-remote-file": {
    severity: "info",
    rfc: "the provider's API",
    text: "An attachment is named by its URL. Mailglass does not fetch it; the message has a text file in its place",
    fix: "Check that the provider can reach the URL",
  },
  "provider-template-invalid": {
    severity: "error",
    rfc: "the provider's API",
    text: "The template cannot be rendered",
    fix: "Correct the template; the message shows it as it was written",
  },
  "provider-variable-missing": {
    severity: "error",
    rfc: "the provider's API",
    text: "The provider accepts the request, but sends nothing and reports a Rendering Failure event: the template has variables without a value",
    fix: "Send a value for each variable, or write {{#if name}} … {{/if}} around one that may be missing",
  },
  "provider-template-unknown": {
    severity: "info",
    rfc: "the provider's API",
    text: "The message is written by a template that is stored at the provider, and not known here",
    fix: "Give the template to Mailglass with --templates or PUT /api/templates, to see the message as it is sent",
  },
} as const satisfies FindingTable;
