import { createAccounts } from "../../src/smtp/accounts.ts";
import { nodeSaslCrypto } from "../../src/smtp/node-platform.ts";
import { NO_BUDGETS } from "../../src/smtp/protocol/budget.ts";
import { heapAllocator } from "../../src/smtp/protocol/bytes/allocator.ts";
import { type ByteOps, portableByteOps } from "../../src/smtp/protocol/bytes/octets.ts";
import type { Decision, DecisionRequest, WireMessage } from "../../src/smtp/protocol/decision.ts";
import { findExtension } from "../../src/smtp/protocol/grammar/extension.ts";
import { DEFAULT_LIMITS } from "../../src/smtp/protocol/limits.ts";
import type { Policy } from "../../src/smtp/protocol/policy.ts";
import { SessionRecord } from "../../src/smtp/protocol/record/session-record.ts";
import { WIRE_GROUPS } from "../../src/smtp/protocol/record/wire-finding-definition.ts";
import { Session } from "../../src/smtp/protocol/session.ts";
import type { SmtpServerOptions } from "../../src/smtp/server-options.ts";

/** A policy for tests: random and measured values are fixed. */
export function createTestPolicy(
  options: SmtpServerOptions & { lmtp?: boolean },
  bytes: ByteOps = portableByteOps,
): Policy {
  return {
    hostname: "mx.example",
    lmtp: options.lmtp ?? false,
    strict: new Set(options.strict === true ? WIRE_GROUPS : options.strict === false ? [] : options.strict),
    limits: { ...DEFAULT_LIMITS, messageSize: 1000, recipients: 3, ...options.limits },
    hiddenExtensions: new Set((options.hideExtensions ?? []).flatMap((name) => findExtension(name) ?? [])),
    hasCertificate: options.tls !== undefined,
    certificateNames: options.tls === undefined ? [] : ["localhost"],
    requireTls: options.requireTls ?? false,
    auth: {
      accounts: options.auth?.users === undefined ? undefined : createAccounts(options.auth.users),
      mechanisms: options.auth?.mechanisms,
      required: options.auth?.required ?? false,
      requiresTls: options.auth?.requiresTls ?? false,
    },
    byteOps: bytes,
    allocator: options.allocator ?? heapAllocator,
    budgets: { ...NO_BUDGETS, ...options.budgets },
    crypto: { ...nodeSaslCrypto, nonce: () => "nonce" },
    now: () => 0,
  };
}

/** Runs a session without a socket: passes bytes to it, answers its decision requests, and collects its output. */
export class SessionHost {
  readonly record: SessionRecord;
  readonly session: Session;
  readonly messages: string[] = [];
  output = "";
  isClosed = false;
  /** Number of steps; a limit of it shows that nothing runs forever. */
  stepCount = 0;
  readonly #decide: (request: DecisionRequest) => Decision;
  readonly #onMessage: (message: WireMessage) => void;

  constructor(
    policy: Policy,
    decide: (request: DecisionRequest) => Decision = () => undefined,
    onMessage: (message: WireMessage) => void = () => undefined,
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
    this.#onMessage = onMessage;
    this.runSteps();
  }

  /** Passes bytes to the session, one in each character. */
  send(bytes: string): void {
    if (this.isClosed) return;
    const chunk = Buffer.from(bytes, "latin1");
    this.session.receive(chunk);
    this.runSteps();
    this.session.copyUnread();
    // Like a host that reads the next bytes into the same memory.
    chunk.fill("?");
  }

  runSteps(): void {
    for (let step = this.session.nextStep(); step !== undefined; step = this.session.nextStep()) {
      this.stepCount += 1;
      if (step.type === "decide") this.#decideRequest(step.request);
      else if (step.type === "close") this.isClosed = true;
      else if (step.type === "startTls") {
        this.session.onTlsEstablished({ version: "TLSv1.3", cipher: "TEST", servername: null, implicit: false });
      }
      this.output += this.session.drainOutput();
    }
    this.output += this.session.drainOutput();
  }

  /** A refused message is not delivered, as when an injected fault refuses it. */
  #decideRequest(request: DecisionRequest): void {
    const decision = this.#decide(request);
    const message = decision === undefined ? this.session.detachMessage() : undefined;
    if (message !== undefined) {
      this.messages.push(Buffer.concat(message.raw).toString("latin1"));
      this.#onMessage(message);
    }
    this.session.decide(decision);
  }

  /** The client closes the connection. */
  close(): void {
    this.session.onClose("client hung up", 0);
  }

  get findingCodes(): string[] {
    return this.record.details().findings.map(({ code }) => code);
  }
}
