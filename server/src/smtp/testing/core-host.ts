import { accountsOf } from "../accounts.ts";
import { nativeCrypto } from "../native.ts";
import type { SmtpServerOptions } from "../options.ts";
import { NO_BUDGETS } from "../protocol/budget.ts";
import { extensionNamed } from "../protocol/extension.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { plainMemory } from "../protocol/memory.ts";
import { type Octets, pureOctets } from "../protocol/octets.ts";
import type { Policy } from "../protocol/policy.ts";
import type { Question, ReceivedMessage, Verdict } from "../protocol/question.ts";
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
    memory: options.memory ?? plainMemory,
    budgets: { ...NO_BUDGETS, ...options.budgets },
    crypto: { ...nativeCrypto, nonce: () => "nonce" },
    now: () => 0,
  };
}

/** A session without a socket: gives it octets, answers what it asks, gathers what it says. */
export class CoreHost {
  readonly record: SessionRecord;
  readonly session: Session;
  readonly messages: string[] = [];
  output = "";
  hungUp = false;
  /** Steps done; a bound on these shows that nothing runs for ever. */
  steps = 0;
  readonly #decide: (question: Question) => Verdict;
  readonly #take: (message: ReceivedMessage) => void;

  constructor(
    policy: Policy,
    decide: (question: Question) => Verdict = () => undefined,
    take: (message: ReceivedMessage) => void = () => undefined,
  ) {
    this.record = new SessionRecord({
      id: "test",
      number: 1,
      listener: "smtp",
      peer: { address: "127.0.0.1", port: 1 },
      openedAt: 0,
      transcriptLines: 200,
      budget: policy.budgets.records,
    });
    this.session = new Session(policy, this.record);
    this.#decide = decide;
    this.#take = take;
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

  /** A message that is refused is handed to nobody, as where a scripted fault refuses it. */
  #answer(question: Question): void {
    const verdict = this.#decide(question);
    const message = verdict === undefined ? this.session.handOver() : undefined;
    if (message !== undefined) {
      this.messages.push(Buffer.concat(message.raw).toString("latin1"));
      this.#take(message);
    }
    this.session.answer(verdict);
  }

  /** The client hangs up. */
  close(): void {
    this.session.closed("client hung up", 0);
  }

  get findings(): string[] {
    return this.record.whole().findings.map(({ code }) => code);
  }
}
