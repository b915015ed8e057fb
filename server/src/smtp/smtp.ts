/**
 * The SMTP engine, published as `mailglass/smtp`. It accepts all mail, records every session, reports what a stricter server
 * would refuse, and calls hooks for every decision.
 */

import { SmtpListeners } from "./server.ts";
import type { SmtpServerOptions } from "./server-options.ts";

export type { Allocator } from "../base/allocator.ts";
export type { FaultContext } from "../base/fault-context.ts";
export { DebuggingServer, type DebuggingServerOptions } from "./debugging-server.ts";
export type {
  FaultStage,
  HookAnswer,
  HookContext,
  IncomingMessage,
  ScriptedFault,
  SmtpHooks,
  SmtpSession,
} from "./hooks.ts";
export { type Budget, type Budgets, SharedBudget } from "./protocol/budget.ts";
export { EXTENSIONS } from "./protocol/grammar/extension.ts";
export { DEFAULT_LIMITS, type SmtpLimits } from "./protocol/limits.ts";
export { parseReply, type Reply } from "./protocol/reply.ts";
export { PureProxy, type PureProxyOptions } from "./pure-proxy.ts";
export type { SmtpAddress, SmtpListeners } from "./server.ts";
export type { AuthOptions, SmtpEndpoint, SmtpServerOptions } from "./server-options.ts";
export { type ProcessedMessage, SmtpServer, type SmtpServerClassOptions } from "./smtp-server.ts";
export type { TlsOptions } from "./tls.ts";
export type { UpstreamOptions } from "./upstream-connection.ts";

/**
 * Creates an SMTP server; `listen` opens its listeners.
 *
 *     const server = createSmtpServer({ hooks: { onMessage: ({ envelope, raw }) => { … } } });
 *     const { port } = await server.listen({ port: 0 });
 */
export function createSmtpServer(options: SmtpServerOptions = {}): SmtpListeners {
  return new SmtpListeners(options);
}
