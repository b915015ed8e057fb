import type { OptionType } from "./option-types.ts";

/** One option: set by its flag, its `MAILGLASS_*` variable, or its camel-case name in the config file. */
export interface Option<T> {
  /** Kebab case, without dashes. The variable's name is derived from it. */
  readonly flag: string;
  readonly type: OptionType<T>;
  readonly default: T;
  readonly help: string;
  readonly group:
    | "SMTP"
    | "Page and API"
    | "Provider APIs"
    | "Checks"
    | "Store"
    | "Limits"
    | "TLS"
    | "SMTP login"
    | "Debugging"
    | "Relay"
    | "General";
}

/** Describes an option. `fallback` is the value if nothing sets it. */
export const defineOption = <T>(
  flag: string,
  kind: OptionType<T>,
  fallback: NoInfer<T>,
  group: Option<T>["group"],
  help: string,
): Option<T> => ({
  flag,
  type: kind,
  default: fallback,
  help,
  group,
});

/** The default of options that are off unless set. */
export const DISABLED = null;
