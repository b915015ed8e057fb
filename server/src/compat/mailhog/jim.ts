import type { FaultRule } from "@mailglass/shared";
import type { FaultScript } from "../../mailbox/fault-script.ts";

/** Jim's settings under MailHog's names. Chances are from 0 to 1, speeds in bytes per second. */
export interface JimConfig {
  readonly DisconnectChance: number;
  readonly AcceptChance: number;
  readonly LinkSpeedAffect: number;
  readonly LinkSpeedMin: number;
  readonly LinkSpeedMax: number;
  readonly RejectSenderChance: number;
  readonly RejectRecipientChance: number;
  readonly RejectAuthChance: number;
}

export const JIM_DEFAULTS: JimConfig = {
  DisconnectChance: 0.005,
  AcceptChance: 0.99,
  LinkSpeedAffect: 0.1,
  LinkSpeedMin: 1024,
  LinkSpeedMax: 10240,
  RejectSenderChance: 0.05,
  RejectRecipientChance: 0.05,
  RejectAuthChance: 0.05,
};

/** Jim, MailHog's chaos monkey: a few of our fault rules, each with a chance, added and removed together. */
export class Jim {
  readonly #faults: FaultScript;
  #config: JimConfig | undefined;
  #ids: readonly string[] = [];

  constructor(faults: FaultScript) {
    this.#faults = faults;
  }

  /** Jim's current settings; undefined if he is not active, or if his faults were deleted. */
  get config(): JimConfig | undefined {
    return this.#ids.some((id) => this.#faults.get(id)) ? this.#config : undefined;
  }

  /** Starts Jim, or replaces his settings. */
  start(config: JimConfig): void {
    this.stop();
    this.#config = config;
    this.#ids = toFaultRules(config).map((rule) => this.#faults.addTransient(rule).id);
  }

  stop(): void {
    for (const id of this.#ids) this.#faults.removeTransient(id);
    this.#ids = [];
  }
}

/** All settings 0: MailHog's default for settings that a PUT omits. */
export const JIM_ALL_ZERO: JimConfig = {
  DisconnectChance: 0,
  AcceptChance: 0,
  LinkSpeedAffect: 0,
  LinkSpeedMin: 0,
  LinkSpeedMax: 0,
  RejectSenderChance: 0,
  RejectRecipientChance: 0,
  RejectAuthChance: 0,
};

/**
 * Converts settings to fault rules. A rule with chance 0 is kept, because the existence of the rules shows that Jim
 * is active. MailHog slows down both directions and disconnects at any command; we slow down the replies, and
 * disconnect at mail commands only.
 */
function toFaultRules(config: JimConfig): FaultRule[] {
  const disconnect = clampChance(config.DisconnectChance);
  return [
    { on: "connect", drop: true, chance: clampChance(1 - config.AcceptChance) },
    { on: "connect", tarpit: millisecondsPerByte(config), chance: clampChance(config.LinkSpeedAffect) },
    { on: "auth", reply: "535 5.7.8 Jim rejects your login", chance: clampChance(config.RejectAuthChance) },
    { on: "mail", reply: "550 5.7.1 Jim rejects the sender", chance: clampChance(config.RejectSenderChance) },
    {
      on: "rcpt",
      reply: "550 5.7.1 Jim rejects the recipient",
      chance: clampChance(config.RejectRecipientChance),
    },
    { on: "helo", drop: true, chance: disconnect },
    { on: "mail", drop: true, chance: disconnect },
    { on: "rcpt", drop: true, chance: disconnect },
    { on: "data", drop: true, chance: disconnect },
  ];
}

/** Uses the mean of the two speeds; at least a byte per second, at most one per millisecond. */
function millisecondsPerByte({ LinkSpeedMin, LinkSpeedMax }: JimConfig): number {
  const speed = (LinkSpeedMin + LinkSpeedMax) / 2;
  return Math.round(Math.min(1_000, Math.max(1, 1_000 / Math.max(1, speed))));
}

const clampChance = (value: number) => Math.min(1, Math.max(0, value));
