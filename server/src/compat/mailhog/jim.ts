import type { FaultRule } from "@mailglass/shared";
import type { FaultScript } from "../../mailbox/mailbox.ts";

/** Jim's settings, as MailHog names them. Chances are from 0 to 1, speeds bytes a second. */
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

/** Jim, MailHog's chaos monkey: a few of our scripted failures, each with a chance, that come and go together. */
export class Jim {
  readonly #faults: FaultScript;
  #config: JimConfig | undefined;
  #ids: readonly string[] = [];

  constructor(faults: FaultScript) {
    this.#faults = faults;
  }

  /** What he is told to do; undefined while he is away, or was sent away with the other failures. */
  get config(): JimConfig | undefined {
    return this.#ids.some((id) => this.#faults.get(id)) ? this.#config : undefined;
  }

  /** He begins, or goes on by other rules. */
  start(config: JimConfig): void {
    this.stop();
    this.#config = config;
    this.#ids = toFaultRules(config).map((rule) => this.#faults.add(rule).id);
  }

  stop(): void {
    for (const id of this.#ids) this.#faults.remove(id);
    this.#ids = [];
  }
}

/** Every setting 0: what MailHog makes of the ones that a PUT does not name. */
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
 * A rule whose chance is 0 is kept too: by its rules it is known that Jim is there. MailHog slows both directions and
 * disconnects at any command; here the replies are slowed, and the connection is dropped at the commands of a mail.
 */
function toFaultRules(config: JimConfig): FaultRule[] {
  const disconnect = clampChance(config.DisconnectChance);
  return [
    { on: "connect", drop: true, chance: clampChance(1 - config.AcceptChance) },
    { on: "connect", tarpit: millisecondsPerByte(config), chance: clampChance(config.LinkSpeedAffect) },
    { on: "auth", reply: "535 5.7.8 Jim does not let you in", chance: clampChance(config.RejectAuthChance) },
    { on: "mail", reply: "550 5.7.1 Jim does not like the sender", chance: clampChance(config.RejectSenderChance) },
    {
      on: "rcpt",
      reply: "550 5.7.1 Jim does not like the recipient",
      chance: clampChance(config.RejectRecipientChance),
    },
    { on: "helo", drop: true, chance: disconnect },
    { on: "mail", drop: true, chance: disconnect },
    { on: "rcpt", drop: true, chance: disconnect },
    { on: "data", drop: true, chance: disconnect },
  ];
}

/** Of the middle between the two speeds; no slower than a byte a second, no faster than one a millisecond. */
function millisecondsPerByte({ LinkSpeedMin, LinkSpeedMax }: JimConfig): number {
  const speed = (LinkSpeedMin + LinkSpeedMax) / 2;
  return Math.round(Math.min(1_000, Math.max(1, 1_000 / Math.max(1, speed))));
}

const clampChance = (value: number) => Math.min(1, Math.max(0, value));
