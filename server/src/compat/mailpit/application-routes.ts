import type { FastifyInstance } from "fastify";
import type { MailpitContext } from "./context.ts";
import { listTagCounts } from "./tag-routes.ts";

/** Routes with information about the server, for Mailpit's clients. */
export function addApplicationRoutes(app: FastifyInstance, context: MailpitContext): void {
  const { mailbox, version, relay, label, checks } = context;

  app.get("/api/v1/info", async () => {
    const { messages, bytes, unread, received } = mailbox.counts();
    const { receivedBytes, removed } = mailbox.totals();
    const sessions = mailbox.sessions.list({ limit: Number.MAX_SAFE_INTEGER }).items;
    return {
      Version: version,
      // Mailglass does not check for newer versions.
      LatestVersion: version,
      Database: "memory",
      DatabaseSize: bytes,
      Messages: messages,
      Unread: unread,
      Tags: Object.fromEntries((await listTagCounts(mailbox)).map(({ name, messages: count }) => [name, count])),
      RuntimeStats: {
        Uptime: Math.floor(process.uptime()),
        Memory: process.memoryUsage.rss(),
        MessagesDeleted: removed,
        SMTPAccepted: received,
        SMTPAcceptedSize: receivedBytes,
        // Counts known sessions only; older ones are not included.
        SMTPRejected: sessions.reduce((sum, session) => sum + session.summary().refusals, 0),
        SMTPIgnored: 0,
      },
    };
  });

  app.get("/api/v1/webui", async () => ({
    Label: label,
    MessageRelay: {
      Enabled: relay !== null,
      SMTPServer: relay === null ? "" : `${relay.host}:${relay.port}`,
      ReturnPath: relay?.returnPath ?? "",
      AllowedRecipients: relay?.allowedRecipients ?? "",
      BlockedRecipients: relay?.blockedRecipients ?? "",
      OverrideFrom: relay?.headerFrom ?? "",
      PreserveMessageIDs: true,
      RecipientAllowlist: relay?.allowedRecipients ?? "",
    },
    SpamAssassin: checks.spamassassin !== null,
    Rspamd: checks.rspamd !== null,
    ChaosEnabled: true,
    DuplicatesIgnored: false,
    HideDeleteAllButton: false,
  }));
}
