/** How much one client may ask of the server. Sizes in octets, times in milliseconds. */
export interface SmtpLimits {
  /** Octets of one message; advertised by SIZE, enforced while it streams (552). */
  readonly messageSize: number;
  /** Recipients of one message (452); at least 100 by RFC 5321 §4.5.3.1.8. */
  readonly recipients: number;
  /** Octets of a command line, CRLF included, before what extensions add (500); RFC 5321 §4.5.3.1.4. */
  readonly commandLine: number;
  /** Protocol errors of one session (421). */
  readonly errors: number;
  /** Connections in all (421). */
  readonly connections: number;
  /** Connections of one IP address (421). */
  readonly connectionsPerAddress: number;
  /** From one command line to the end of the next (421), however its octets come; RFC 5321 §4.5.3.2.7. */
  readonly idleTimeout: number;
  /** Wait for the next octets of a message (421); RFC 5321 §4.5.3.2.5. All of a message, with all its chunks, may take MESSAGE_TIMEOUTS as long. */
  readonly dataTimeout: number;
  /** Transcript lines kept of one session, half of them the first, half the last. */
  readonly transcriptLines: number;
}

/** All of a message may take this many times `dataTimeout`: a sender cannot hold memory for ever by sending an octet now and then. */
export const MESSAGE_TIMEOUTS = 6;

/** Octets of a command line without an end after which the connection is closed (500). */
export const ENDLESS_LINE = 1024 * 1024;

export const DEFAULT_LIMITS: SmtpLimits = {
  messageSize: 50 * 1024 * 1024,
  recipients: 1000,
  commandLine: 512,
  errors: 100,
  connections: 20_000,
  connectionsPerAddress: 20_000,
  idleTimeout: 5 * 60_000,
  dataTimeout: 3 * 60_000,
  transcriptLines: 200,
};
