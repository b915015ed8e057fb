import { isIP } from "node:net";
import { FINDING_GROUPS, type FindingGroup } from "@mailglass/shared";

/**
 * Thrown if the text of an option is not valid. The message says what would be valid. Flags, variables and the config
 * file use the same parsers.
 */
export class OptionError extends Error {
  override name = "OptionError";
}

export interface OptionType<T> {
  /** Shown in the help after the flag; empty for a switch. */
  readonly placeholder: string;
  /** A list: the flag may be given several times; a variable separates values with commas. */
  readonly isList?: boolean;
  /** The flag may be given without a value, which means `true`; a value follows an equals sign. */
  readonly isValueOptional?: boolean;
  /** The value may contain a password: errors do not repeat it. */
  readonly isSecret?: boolean;
  parse(text: string): T;
  /** Formats a default for the help. */
  format(value: T): string;
}

export const text = (placeholder: string): OptionType<string> => ({
  placeholder,
  parse: (value) => value,
  format: (value) => value || "none",
});

export const file: OptionType<string> = text("FILE");

/** A domain or address literal. It is part of replies, which a line end or a blank would break (RFC 5321 §4.2). */
export const hostName: OptionType<string> = {
  ...text("NAME"),
  parse(value) {
    if (/^[\w.:[\]-]{1,255}$/.test(value)) return value;
    throw new OptionError("must be a host name such as mail.example.com");
  },
};

/** Whether the value of `--store` is a Redis, not a file. */
export const isRedisAddress = (value: string): boolean => /^rediss?:\/\//i.test(value);

/** Whether there is a store, and it is a file. */
export const isFileStore = (value: string | null): boolean => value !== null && !isRedisAddress(value);

/** The file of a store. Addresses, as other programs accept them for databases, would be taken for names of files. */
export const store: OptionType<string> = {
  ...file,
  placeholder: "FILE|redis://HOST",
  isSecret: true,
  parse(value) {
    if (isRedisAddress(value)) return value;
    if (/^(?:rediss?:|[a-z][a-z0-9+.-]*:\/\/)/i.test(value))
      throw new OptionError("must be a file, or redis://HOST or rediss://HOST, not the address of another database");
    return file.parse(value);
  },
};

export const flag: OptionType<boolean> = {
  placeholder: "",
  parse(value) {
    if (/^(1|true|yes|on|)$/i.test(value)) return true;
    if (/^(0|false|no|off)$/i.test(value)) return false;
    throw new OptionError("must be true or false");
  },
  format: String,
};

/** A whole number from `least` to `most`. */
export const integer = (placeholder: string, least: number, most: number): OptionType<number> => ({
  placeholder,
  parse(value) {
    const number = /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new OptionError(`must be a whole number from ${least} to ${most}`);
  },
  format: String,
});

/** A TCP port; 0 lets the system choose. */
export const port: OptionType<number> = integer("PORT", 0, 65_535);

/** TCP ports, at least one. */
export const ports: OptionType<readonly [number, ...number[]]> = {
  placeholder: "PORT",
  isList: true,
  parse: (value) => [port.parse(value)],
  format: (value) => value.join(","),
};

/** A TCP port, or `off`. */
export const portOrOff: OptionType<number | null> = {
  placeholder: "PORT",
  parse: (value) => (value === "off" ? null : port.parse(value)),
  format: (value) => (value === null ? "off" : String(value)),
};

const BYTES_PER_UNIT: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes: a number, or one with k, m or g (powers of 1024). */
export const bytes: OptionType<number> = {
  placeholder: "BYTES",
  parse(value) {
    const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?$/i.exec(value.trim()) ?? [];
    const factor = BYTES_PER_UNIT[unit?.toLowerCase() ?? "?"];
    const size = Math.round(Number(digits) * (factor ?? Number.NaN));
    if (size >= 1 && Number.isSafeInteger(size)) return size;
    throw new OptionError("must be a number of bytes such as 500000, 512k, 32m or 1g");
  },
  format(value) {
    for (const unit of ["g", "m", "k"] as const)
      if (value % (BYTES_PER_UNIT[unit] ?? 1) === 0) return `${value / (BYTES_PER_UNIT[unit] ?? 1)}${unit}`;
    return String(value);
  },
};

/**
 * A value that the program chooses if the option is not given (`null`).
 *
 * @param shown describes the automatic choice in the help
 */
export const automatic = <T>(kind: OptionType<T>, shown: string): OptionType<T | null> => ({
  placeholder: kind.placeholder,
  parse: (value) => (value.trim().toLowerCase() === "auto" ? null : kind.parse(value)),
  format: (value) => (value === null ? shown : kind.format(value)),
});

/** Seconds, converted to milliseconds. */
export const seconds: OptionType<number> = {
  placeholder: "SECONDS",
  parse(value) {
    const number = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (number > 0 && number <= 86_400) return Math.round(number * 1000);
    throw new OptionError("must be a number of seconds, more than 0 and at most 86400");
  },
  format: (value) => String(value / 1000),
};

const AGE_UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time with its unit, as in Mailpit's `7d`; converted to milliseconds. 0 means no limit. */
export const age: OptionType<number | null> = {
  placeholder: "TIME",
  parse(value) {
    if (/^0+[smhd]?$/i.test(value.trim())) return null;
    const [, number, unit] = /^(\d{1,6})([smhd])$/i.exec(value.trim()) ?? [];
    if (unit === undefined) throw new OptionError("must be a number with a unit, such as 90m, 12h or 7d");
    return Number(number) * AGE_UNITS_MS[unit.toLowerCase() as keyof typeof AGE_UNITS_MS];
  },
  format: (value) => (value === null ? "none" : `${value / 1_000}s`),
};

export const oneOf = <T extends string>(...allowed: readonly T[]): OptionType<T> => ({
  placeholder: allowed.join("|"),
  parse(value) {
    const found = allowed.find((one) => one === value.toLowerCase());
    if (found !== undefined) return found;
    throw new OptionError(`must be one of ${allowed.join(", ")}`);
  },
  format: (value) => value,
});

/** Groups that strict mode refuses during a session. `true` stands for them. */
const SESSION_GROUPS: readonly FindingGroup[] = ["wire", "envelope", "login", "tls"];

const isFindingGroup = (text: string): text is FindingGroup => FINDING_GROUPS.some((group) => group === text);

/** Groups of findings; `true` stands for those of the session. */
export const strictGroups: OptionType<readonly FindingGroup[]> = {
  placeholder: "GROUP,…",
  isList: true,
  isValueOptional: true,
  parse(value) {
    const texts = value
      .toLowerCase()
      .split(",")
      .map((one) => one.trim());
    return texts.flatMap((one) => {
      if (/^(1|true|yes|on|)$/.test(one)) return SESSION_GROUPS;
      if (/^(0|false|no|off)$/.test(one)) return [];
      if (isFindingGroup(one)) return [one];
      throw new OptionError(`must be true, false or some of ${FINDING_GROUPS.join(", ")}`);
    });
  },
  format: (value) => (value.length === 0 ? "off" : value.join(",")),
};

export const list = (placeholder: string): OptionType<readonly string[]> => ({
  placeholder,
  isList: true,
  parse: (value) => [value],
  format: (value) => (value.length === 0 ? "none" : value.join(",")),
});

/** Names that a Host header field may have, without a port; `.test` and `*.test` include all names below `test`. */
export const hostNames: OptionType<readonly string[]> = {
  ...list("NAME"),
  parse(value) {
    if (/^[^\s/@?#]{1,255}$/.test(value)) return [value];
    throw new OptionError("must be a host name such as mail.test, or .test for all names below it");
  },
};

/** IP addresses, and networks in CIDR notation. */
export const networks: OptionType<readonly string[]> = {
  ...list("CIDR"),
  parse(value) {
    const [address = "", prefix = "0", ...rest] = value.split("/");
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    if (version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits) return [value];
    throw new OptionError("must be an IP address or a network such as 10.0.0.0/8");
  },
};

/** Origins of other pages, as a browser sends them; `*` allows any. */
export const origins: OptionType<readonly string[]> = {
  ...list("ORIGIN"),
  parse(value) {
    const origin = value === "*" ? value : (URL.parse(value)?.origin ?? "null");
    if (origin !== "null" && (value === origin || value === `${origin}/`)) return [origin];
    throw new OptionError("must be an origin such as http://localhost:3000");
  },
};

/** An optional text: `null` if it is not given. */
export const optional = (type: OptionType<string>): OptionType<string | null> => ({
  ...type,
  format: (value) => value ?? "none",
});

/** The URL path of the page and its API: begins and ends with a slash. */
export const basePath: OptionType<string> = {
  placeholder: "PATH",
  parse(value) {
    const trimmed = value.replace(/^\/+|\/+$/g, "");
    if (!/^[\w.~/-]*$/.test(trimmed) || trimmed.split("/").includes(".."))
      throw new OptionError("must be a plain path such as /mail/");
    return trimmed === "" ? "/" : `/${trimmed}/`;
  },
  format: (value) => value,
};
