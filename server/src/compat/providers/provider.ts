import type * as Type from "typebox";
import type { CompatDeps } from "../compat-api.ts";
import type { ErrorFacts } from "./provider-error.ts";
import type { RequestFields } from "./request-fields.ts";
import type { BulkOutcome, SentBulk, SentMail } from "./sent-log.ts";
import type { Submission, TemplateContent } from "./submission.ts";
import type { TemplateLanguage } from "./template-language.ts";

/*
 * APIs of mail providers: programs that send mail through them are pointed here instead.
 *
 * Theory of operation. Each provider is one module that exports a `Provider`: the routes by which it accepts mail, and how it
 * reports errors. A route translates a request, already parsed, into submissions (the messages to be sent) and a reply. It is a pure
 * function: everything else is shared.
 *
 *   request → register-api.ts    guards, faults, idempotency
 *           → translate.ts       in the worker if the body is large: parse the body, translate, compose the sources
 *           → mailbox            each message with the request that sent it
 *           → reply              as the provider would reply
 *
 * The translation reads the request through `RequestFields`, which records for each value what it became. What nothing has read was
 * not recognised: the page shows it, and the message has a finding.
 */

/** A provider's API. */
export interface Provider {
  /** Name in paths, queries and rows, e.g. sendgrid. */
  readonly name: string;
  /** The provider's own spelling, e.g. SendGrid. */
  readonly label: string;
  readonly routes: readonly SendRoute[];
  /** Whether routes return messages that were sent before with the same credential, so that these are remembered. */
  readonly returnsSent?: boolean;
  /** Routes that accept no mail. */
  readonly readRoutes?: readonly ReadRoute[];
  /** Returns the credential of a request; undefined or empty if there is none. */
  readonly readCredential: (call: ProviderCall) => string | undefined;
  /** Returns an error as the provider reports it. */
  readonly formatError: (error: ErrorFacts) => ProviderReply;
  /**
   * The reply while the same request, with the same idempotency key, is being carried out. Without it, the second one waits and gets
   * the reply to the first.
   */
  readonly concurrentKeyReply?: ProviderReply;
  /** How the provider's templates are written. */
  readonly templateLanguage: TemplateLanguage;
  /** Finds a template, if not by its id alone. */
  readonly findTemplate?: (templates: CompatDeps["templates"], id: string) => Promise<TemplateContent | undefined>;
  /** Native paths that are not available, in Fastify's notation: they are answered in the provider's form, as all others below the prefix. */
  readonly otherPaths?: readonly string[];
  /** Maximum bytes of one message that the provider sends; a larger one gets a finding. */
  readonly maxMessageBytes: number;
}

/** A route that accepts mail. */
export interface SendRoute {
  /** The native path, in Fastify's notation. */
  readonly path: string;
  readonly body: BodyCoding;
  /** @throws {ProviderError} if nothing can be sent */
  readonly translate: (call: ProviderCall) => Translation;
  /** How this route reports errors, if not as the others of its provider. */
  readonly formatError?: (error: ErrorFacts) => ProviderReply;
  /** Actions of the same route that accept no mail, by the value of the field `Action`. */
  readonly readActions?: Readonly<Record<string, ReadRoute["run"]>>;
}

/**
 * A route that accepts no mail: it returns, or changes, what is known of messages that were sent with the same credential, or the
 * provider's templates.
 */
export interface ReadRoute {
  readonly method: "DELETE" | "GET" | "PATCH" | "POST" | "PUT";
  /** The native path, in Fastify's notation. */
  readonly path: string;
  /** How the body is coded; JSON by default. */
  readonly body?: "json" | "form";
  /**
   * Everything that the body of a request other than GET may have; without it, there must be no body. What is missing is reported by
   * `run`, with the provider's own error.
   */
  readonly content?: Type.TSchema;
  /** Whether the body may be left out, as that of a form always may. */
  readonly contentOptional?: true;
  /** Whether other providers have the same path: without a credential of this one, the request is not for it. */
  readonly isShared?: boolean;
  /** @throws {ProviderError} if there is no such message or template, or if the request is not valid */
  readonly run: (call: ReadCall) => Promise<ProviderReply>;
}

export interface ReadCall extends Pick<CompatDeps, "mailbox" | "templates" | "worker"> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The absolute URL that was requested. */
  readonly url: string;
  /** The parsed body; undefined if there is none. */
  readonly body: unknown;
  /** Time of the request, in milliseconds since the epoch. */
  readonly now: number;
  /** The messages that were sent with the credential of the request. */
  readonly sent: {
    find(id: string): SentMail | undefined;
    list(): readonly SentMail[];
    findBulk(id: string): BulkOutcome | undefined;
  };
}

/**
 * How a body is coded, whatever its Content-Type says. A form is urlencoded or multipart; a query is urlencoded, with names that
 * have the path of a member: `Message.Body.Text.Data`.
 */
export type BodyCoding = "json" | "form" | "query";

/** A parsed request. */
export interface ProviderCall {
  readonly fields: RequestFields;
  /** The parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** The header fields, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Time of the request, in milliseconds since the epoch. */
  readonly now: number;
}

export interface Translation {
  readonly submissions: readonly Submission[];
  readonly reply: ProviderReply;
  /** The idempotency key, if the provider reads it from the body. */
  readonly idempotencyKey?: string | undefined;
  /** What a program can ask for later, if the request is for many messages and the provider reports its progress. */
  readonly bulk?: SentBulk | undefined;
  /** Returns the reply if the provider rejects recipients. Without this function, it then refuses the whole request. */
  readonly replyRejected?: (rejections: Rejections) => ProviderReply;
}

/** The recipients that the provider rejects, for each submission in its order. */
export type Rejections = readonly (readonly string[])[];

export interface ProviderReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is, with the Content-Type of `headers`; anything else as JSON. */
  readonly body: unknown;
}
