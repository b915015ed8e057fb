/** Limits per session and per server. Sizes in octets, times in milliseconds. */
export interface SmtpLimits {
  /** Octets of one message (552). Advertised by SIZE, and enforced while the message arrives. */
  readonly messageSize: number;
  /** Recipients of one message (452); at least 100 by RFC 5321 §4.5.3.1.8. */
  readonly recipients: number;
  /** Octets of a command line with CRLF, not counting what extensions add (500); RFC 5321 §4.5.3.1.4. */
  readonly commandLine: number;
  /** Protocol errors of one session (421). */
  readonly errors: number;
  /** Open connections of all clients (421). */
  readonly connections: number;
  /** Open connections from one IP address (421). */
  readonly connectionsPerAddress: number;
  /** Time between the ends of two command lines (421); RFC 5321 §4.5.3.2.7. Octets of an incomplete line do not reset it. */
  readonly idleTimeout: number;
  /**
   * Time between two reads of message octets (421); RFC 5321 §4.5.3.2.5. The whole message, with all its chunks, may take
   * MESSAGE_TIMEOUT_FACTOR times as long.
   */
  readonly dataTimeout: number;
  /** Transcript lines kept per session: the first half and the last half. */
  readonly transcriptLines: number;
}

/** A whole message may take this many times `dataTimeout`. A client that sends an octet now and then cannot hold memory forever. */
export const MESSAGE_TIMEOUT_FACTOR = 6;

/** A line that is longer than this, and still has no line end, closes the connection (500). */
export const MAX_UNTERMINATED_LINE_OCTETS = 1024 * 1024;

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
