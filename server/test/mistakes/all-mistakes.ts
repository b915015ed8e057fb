import { CALENDAR_MISTAKES } from "./calendar.ts";
import { CLIENT_BODY_MISTAKES } from "./clients-body.ts";
import { CLIENT_HEADER_MISTAKES } from "./clients-header.ts";
import { CLIENT_TEXT_MISTAKES } from "./clients-text.ts";
import { ENVELOPE_MISTAKES } from "./envelope.ts";
import { GRAMMAR_MISTAKES } from "./grammar.ts";
import { HTML_MISTAKES, PROVIDER_MISTAKES } from "./html.ts";
import { LOGIN_MISTAKES } from "./login.ts";
import { MIME_MISTAKES } from "./mime.ts";
import type { Mistake } from "./mistake.ts";
import { PROVIDER_API_MISTAKES } from "./provider-api.ts";
import { SIGNATURE_MISTAKES } from "./signature.ts";
import { TLS_MISTAKES } from "./tls.ts";
import { WIRE_MISTAKES } from "./wire.ts";

export const MISTAKES: readonly Mistake[] = [
  ...WIRE_MISTAKES,
  ...GRAMMAR_MISTAKES,
  ...MIME_MISTAKES,
  ...ENVELOPE_MISTAKES,
  ...LOGIN_MISTAKES,
  ...TLS_MISTAKES,
  ...PROVIDER_MISTAKES,
  ...PROVIDER_API_MISTAKES,
  ...HTML_MISTAKES,
  ...CALENDAR_MISTAKES,
  ...SIGNATURE_MISTAKES,
  ...CLIENT_HEADER_MISTAKES,
  ...CLIENT_BODY_MISTAKES,
  ...CLIENT_TEXT_MISTAKES,
];
