import type { FaultStage } from "@mailglass/shared";
import type { FaultScript } from "../../mailbox/fault-script.ts";
import type { ChaosTrigger, ChaosTriggers } from "./api-types.ts";

const STAGE_BY_TRIGGER = { Sender: "mail", Recipient: "rcpt", Authentication: "auth" } as const satisfies Record<
  keyof ChaosTriggers,
  FaultStage
>;

const CHAOS_OFF: ChaosTriggers = {
  Sender: { ErrorCode: 451, Probability: 0 },
  Recipient: { ErrorCode: 451, Probability: 0 },
  Authentication: { ErrorCode: 535, Probability: 0 },
};

/** Mailpit's chaos: up to three of our fault rules, each with a chance. */
export class Chaos {
  readonly #faults: FaultScript;
  readonly #rules = new Map<keyof ChaosTriggers, { readonly id: string; readonly trigger: ChaosTrigger }>();

  constructor(faults: FaultScript) {
    this.#faults = faults;
  }

  /** Returns the active triggers; a rule that was deleted counts as off. */
  get triggers(): ChaosTriggers {
    const current = (name: keyof ChaosTriggers): ChaosTrigger => {
      const rule = this.#rules.get(name);
      if (rule === undefined) return CHAOS_OFF[name];
      return this.#faults.get(rule.id) || rule.trigger.Probability === 0
        ? rule.trigger
        : { ...rule.trigger, Probability: 0 };
    };
    return { Sender: current("Sender"), Recipient: current("Recipient"), Authentication: current("Authentication") };
  }

  set triggers(triggers: ChaosTriggers) {
    for (const name of TRIGGER_NAMES) {
      const before = this.#rules.get(name);
      if (before) this.#faults.removeTransient(before.id);
      const trigger = triggers[name];
      const reply = `${trigger.ErrorCode} Chaos: ${name.toLowerCase()} refused`;
      const id =
        trigger.Probability === 0
          ? ""
          : this.#faults.addTransient({ on: STAGE_BY_TRIGGER[name], reply, chance: trigger.Probability / 100 }).id;
      this.#rules.set(name, { id, trigger });
    }
  }
}

const TRIGGER_NAMES = ["Sender", "Recipient", "Authentication"] as const;

type PartialTriggers = { readonly [Name in keyof ChaosTriggers]?: Partial<ChaosTrigger> };

/** Completes the triggers; missing ones are off. Returns a string that describes the error. */
export function completeTriggers(given: PartialTriggers): ChaosTriggers | string {
  const read = (name: keyof ChaosTriggers): ChaosTrigger => {
    const { ErrorCode = 0, Probability = 0 } = given[name] ?? {};
    return { ErrorCode: ErrorCode || CHAOS_OFF[name].ErrorCode, Probability };
  };
  const triggers = { Sender: read("Sender"), Recipient: read("Recipient"), Authentication: read("Authentication") };
  for (const { ErrorCode, Probability } of Object.values(triggers)) {
    if (!isWithin(ErrorCode, 400, 599)) return "error code must be between 400 and 599";
    if (!isWithin(Probability, 0, 100)) return "probability must be between 0 and 100";
  }
  return triggers;
}

/**
 * Parses `Sender:451:5,Recipient:550:10`, the syntax of MP_CHAOS_TRIGGERS. Returns a string that describes the error.
 */
export function parseTriggers(text: string): ChaosTriggers | string {
  const given: Partial<Record<keyof ChaosTriggers, ChaosTrigger>> = {};
  for (const piece of text.split(",")) {
    const [written = "", code = "", probability = ""] = piece.trim().split(":");
    const name = TRIGGER_NAMES.find((known) => known.toLowerCase() === expandTriggerName(written.toLowerCase()));
    if (name === undefined) return `there is no trigger “${expandTriggerName(written.toLowerCase())}”`;
    given[name] = { ErrorCode: Number(code), Probability: Number(probability) };
  }
  return completeTriggers(given);
}

const expandTriggerName = (name: string) =>
  name === "auth" ? "authentication" : name === "recipients" ? "recipient" : name;

const isWithin = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max;
