import type { Verb } from "./grammar/command.ts";
import type { SessionOutput } from "./session-output.ts";

/**
 * Explains why a client left after EHLO: many libraries do if a feature that they are configured to require is not offered. The
 * reason can only be guessed from what they tried, and from what is missing.
 */
export class WantedFeatures {
  readonly #output: SessionOutput;
  #ehloLine: number | undefined;
  #hasRefusedStartTls = false;
  #hasRefusedAuth = false;
  #hasUsedFeature = false;
  #isReported = false;

  constructor(output: SessionOutput) {
    this.#output = output;
  }

  /** A command was carried out. */
  onCommand(verb: Verb): void {
    if (verb === "EHLO" || verb === "LHLO") this.#ehloLine ??= this.#output.record.transcript.lineCount;
    if (verb === "MAIL" || verb === "AUTH" || verb === "STARTTLS") this.#hasUsedFeature = true;
  }

  /** A command was refused. A client that tried to send mail did not leave because of a feature. */
  onRefused(verb: Verb): void {
    if (verb === "RCPT" || verb === "DATA" || verb === "BDAT") this.#hasUsedFeature = true;
  }

  /** STARTTLS or AUTH was refused because it is not offered. */
  onNotOffered(verb: "STARTTLS" | "AUTH"): void {
    if (verb === "STARTTLS") this.#hasRefusedStartTls = true;
    else this.#hasRefusedAuth = true;
  }

  /**
   * The client leaves. With QUIT it may as well have checked whether the server answers, unless it tried a command that is not
   * offered.
   */
  onLeave(how: "quit" | "hangup"): void {
    if (this.#isReported || this.#ehloLine === undefined) return;
    this.#isReported = true;
    const wanted = this.#guess();
    if (wanted === undefined) return;
    const fix = wanted === "STARTTLS" ? this.#starttlsFix() : this.#authFix();
    const detail = wanted === "STARTTLS" && !this.#output.offers("AUTH") ? "AUTH is not offered either" : "";
    const code = wanted === "STARTTLS" ? "wanted-starttls" : "wanted-auth";
    const isCertain = how === "hangup" || this.#hasRefusedStartTls || this.#hasRefusedAuth;
    const severity = isCertain ? "warning" : "info";
    this.#output.addFinding(code, detail, undefined, { line: this.#ehloLine, fix, severity });
  }

  #guess(): "STARTTLS" | "AUTH" | undefined {
    if (this.#hasRefusedStartTls && this.#output.record.tls === null) return "STARTTLS";
    if (this.#hasRefusedAuth && this.#output.record.auth === null) return "AUTH";
    if (this.#hasUsedFeature) return undefined;
    if (this.#output.record.tls === null && !this.#output.offers("STARTTLS")) return "STARTTLS";
    return this.#output.offers("AUTH") ? undefined : "AUTH";
  }

  #starttlsFix(): string {
    return this.#output.policy.hasCertificate
      ? "Remove STARTTLS from --hide-extension"
      : "Use “secure: false” without “requireTLS”, or start Mailglass with --tls auto";
  }

  #authFix(): string {
    const { auth, hiddenExtensions } = this.#output.policy;
    if (hiddenExtensions.has("AUTH"))
      return "Configure the client without a user name, or remove AUTH from --hide-extension";
    return auth.requiresTls
      ? "Send STARTTLS before AUTH: AUTH is offered over TLS only"
      : "Configure the client without a user name";
  }
}
