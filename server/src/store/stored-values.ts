import { Envelope, FaultRule, Finding, ProviderRequest, Session } from "@mailglass/shared";
import * as Type from "typebox";
import { Compile } from "typebox/compile";
import type { KeptMail } from "../mailbox/store.ts";

/*
 * Reads the JSON of a row. What is damaged, or is not what the server has written, gives undefined: a row that somebody has edited
 * must not stop the start, or end the server later. The checks are compiled, because this runs for each message at the start.
 */

/** What only Mailglass reads of a message. */
export type Details = Pick<KeptMail, "envelope" | "sessionLines" | "request" | "heapBytes" | "givenTags">;

/** The same where there are no columns for the rest. */
export type SharedDetails = Details & Pick<KeptMail, "sessionId" | "receivedAt" | "source">;

const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

const Tags = Type.Array(Type.String());

const DetailsSchema = Type.Object({
  envelope: Envelope,
  sessionLines: orNull(Type.Object({ mail: Type.Integer(), end: Type.Integer() })),
  request: orNull(ProviderRequest),
  heapBytes: orNull(Type.Integer({ minimum: 0 })),
  givenTags: Tags,
});

/** Latest time of a date, in ms since the epoch. */
const MAX_TIME = 8.64e15;

const CHECKS = {
  details: Compile(DetailsSchema),
  sharedDetails: Compile(
    Type.Object({
      ...DetailsSchema.properties,
      sessionId: orNull(Type.String()),
      receivedAt: Type.Number({ minimum: 0, maximum: MAX_TIME }),
      source: Type.String(),
    }),
  ),
  findings: Compile(Type.Array(Finding)),
  tags: Compile(Tags),
  session: Compile(Session),
  rule: Compile(FaultRule),
};

/** Heap bytes that a character of details can stand for at most: the estimates for a short recipient are below 20. */
const MAX_HEAP_PER_CHARACTER = 100;

export const parseDetails = (json: unknown): Details | undefined => ifPlausible(parse(json, CHECKS.details), json);

export const parseSharedDetails = (json: unknown): SharedDetails | undefined =>
  ifPlausible(parse(json, CHECKS.sharedDetails), json);

/** An estimate of the heap that is far too large is damage, too: all other messages would be evicted to make room. */
function ifPlausible<Parsed extends Details>(details: Parsed | undefined, json: unknown): Parsed | undefined {
  return (details?.heapBytes ?? 0) <= MAX_HEAP_PER_CHARACTER * String(json).length ? details : undefined;
}

/** Creates details as far as sender and recipients are known. */
export function deriveDetails(sender: string, recipients: readonly string[]): Details {
  const toPath = (address: string) => ({ address, parameters: [] });
  const envelope: Details["envelope"] = {
    greeting: null,
    helo: "",
    from: toPath(sender),
    to: recipients.map(toPath),
    peer: { address: "", port: null },
    tls: null,
    auth: null,
  };
  return { envelope, sessionLines: null, request: null, heapBytes: null, givenTags: [] };
}

export const parseFindings = (json: unknown): readonly Finding[] | undefined => parse(json, CHECKS.findings);

export const parseTags = (json: unknown): readonly string[] | undefined => parse(json, CHECKS.tags);

export const parseRule = (json: unknown): FaultRule | undefined => parse(json, CHECKS.rule);

/** The last line of the transcript must also be at a time that a date can have: a session that a crash has interrupted ends there. */
export function parseSession(json: unknown): Session | undefined {
  const session = parse(json, CHECKS.session);
  return session !== undefined && isDate(Date.parse(session.openedAt) + (session.transcript.at(-1)?.at ?? 0))
    ? session
    : undefined;
}

const isDate = (time: number): boolean => !Number.isNaN(new Date(time).getTime());

/** Parses JSON and checks it. Returns undefined if it is damaged or something else. */
export function parse<Value>(json: unknown, check: { Check(value: unknown): value is Value }): Value | undefined {
  try {
    const value: unknown = JSON.parse(String(json));
    return check.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
