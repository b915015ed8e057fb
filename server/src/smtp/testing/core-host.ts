import { accountsOf } from "../accounts.ts";
import { nativeCrypto } from "../native.ts";
import type { SmtpServerOptions } from "../options.ts";
import { extensionNamed } from "../protocol/extension.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { type Octets, pureOctets } from "../protocol/octets.ts";
import type { Policy } from "../protocol/policy.ts";
import type { Question, Verdict } from "../protocol/question.ts";
import { SessionRecord } from "../protocol/record.ts";
import { Session } from "../protocol/session.ts";

/** A policy for tests: all that is random or measured is fixed. */
export function testPolicy(options: SmtpServerOptions & { lmtp?: boolean }, octets: Octets = pureOctets): Policy {
  return {
    hostname: "mx.example",
    lmtp: options.lmtp ?? false,
    strict: options.strict ?? false,
    limits: { ...DEFAULT_LIMITS, messageSize: 1000, recipients: 3, ...options.limits },
    hidden: new Set((options.hideExtensions ?? []).flatMap((name) => extensionNamed(name) ?? [])),
    tls: options.tls !== undefined,
    requireTls: options.requireTls ?? false,
    auth: {
      accounts: options.auth?.users === undefined ? undefined : accountsOf(options.auth.users),
      mechanisms: options.auth?.mechanisms,
      required: options.auth?.required ?? false,
      needsTls: options.auth?.requiresTls ?? false,
    },
    octets,
    crypto: { ...nativeCrypto, nonce: () => "nonce" },
    now: () => 0,
  };
}

/** A session without a socket: gives it octets, answers what it asks, gathers what it says. */
export class CoreHost {
  readonly record = new SessionRecord({
    id: "test",
    number: 1,
    listener: "smtp",
    peer: { address: "127.0.0.1", port: 1 },
    openedAt: 0,
    transcriptLines: 200,
  });
  readonly session: Session;
  readonly messages: string[] = [];
  output = "";
  hungUp = false;
  /** Steps done; a bound on these shows that nothing runs for ever. */
  steps = 0;
  readonly #decide: (question: Question) => Verdict;

  constructor(policy: Policy, decide: (question: Question) => Verdict = () => undefined) {
    this.session = new Session(policy, this.record);
    this.#decide = decide;
    this.run();
  }

  /** Gives the session octets, one in each character. */
  send(octets: string): void {
    if (this.hungUp) return;
    const chunk = Buffer.from(octets, "latin1");
    this.session.receive(chunk);
    this.run();
    this.session.keepRest();
    // As a host does that reads the next octets into the same memory.
    chunk.fill("?");
  }

  run(): void {
    for (let step = this.session.next(); step !== undefined; step = this.session.next()) {
      this.steps += 1;
      if (step.type === "ask") this.#answer(step.question);
      else if (step.type === "close") this.hungUp = true;
      else if (step.type === "upgrade") {
        this.session.secured({ version: "TLSv1.3", cipher: "TEST", servername: null, implicit: false });
      }
      this.output += this.session.takeOutput();
    }
    this.output += this.session.takeOutput();
  }

  #answer(question: Question): void {
    if (question.stage === "message") this.messages.push(Buffer.concat(question.message.raw).toString("latin1"));
    this.session.answer(this.#decide(question));
  }

  /** The client hangs up. */
  close(): void {
    this.session.closed("client hung up", 0);
  }

  get findings(): string[] {
    return this.record.whole().findings.map(({ code }) => code);
  }
}
