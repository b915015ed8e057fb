import { randomUUID } from "node:crypto";
import { escapeHtml } from "../../base/escape-html.ts";
import type { ProviderReply } from "./provider.ts";

/* Replies of Amazon SES, API version 1, in XML. */

const NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/";
const XML = { "content-type": "text/xml" };

/** @param result XML */
export function formatSesV1Result(action: string, result: string): ProviderReply {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return {
    status: 200,
    headers: XML,
    body: `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`,
  };
}

export function formatSesV1Error(code: string, message: string, status = 400): ProviderReply {
  const type = status >= 500 ? "Receiver" : "Sender";
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeHtml(message)}</Message></Error>`;
  const body = `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status, headers: XML, body };
}
