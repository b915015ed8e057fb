/**
 * How the text of an option becomes a value. The same reading serves flags, variables and the config file. A reader
 * throws `OptionError` with a text that says what would be right.
 */
export class OptionError extends Error {
  override name = "OptionError";
}

export interface Kind<T> {
  /** Stands in the help after the flag; empty for a switch. */
  readonly placeholder: string;
  /** A list takes the flag several times, and a comma between values in a variable. */
  readonly list?: boolean;
  read(text: string): T;
  /** How a default is written in the help. */
  show(value: T): string;
}

export const text = (placeholder: string): Kind<string> => ({
  placeholder,
  read: (value) => value,
  show: (value) => value || "none",
});

export const file: Kind<string> = text("FILE");

export const flag: Kind<boolean> = {
  placeholder: "",
  read(value) {
    if (/^(1|true|yes|on|)$/i.test(value)) return true;
    if (/^(0|false|no|off)$/i.test(value)) return false;
    throw new OptionError("must be true or false");
  },
  show: String,
};

/** A whole number from `least` to `most`. */
export const integer = (placeholder: string, least: number, most: number): Kind<number> => ({
  placeholder,
  read(value) {
    const number = /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new OptionError(`must be a whole number from ${least} to ${most}`);
  },
  show: String,
});

/** A TCP port; 0 lets the system choose. */
export const port: Kind<number> = integer("PORT", 0, 65_535);

/** A TCP port, or `off`. */
export const portOrOff: Kind<number | null> = {
  placeholder: "PORT",
  read: (value) => (value === "off" ? null : port.read(value)),
  show: (value) => (value === null ? "off" : String(value)),
};

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes: a number, or one with k, m or g (powers of 1024). */
export const bytes: Kind<number> = {
  placeholder: "BYTES",
  read(value) {
    const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([kmg]?)(?:i?b)?$/i.exec(value.trim()) ?? [];
    const factor = UNITS[unit?.toLowerCase() ?? "?"];
    const size = Math.round(Number(digits) * (factor ?? Number.NaN));
    if (size >= 1 && Number.isSafeInteger(size)) return size;
    throw new OptionError("must be a number of bytes such as 500000, 512k, 32m or 1g");
  },
  show(value) {
    for (const unit of ["g", "m", "k"] as const)
      if (value % (UNITS[unit] ?? 1) === 0) return `${value / (UNITS[unit] ?? 1)}${unit}`;
    return String(value);
  },
};

/**
 * A value that the program chooses where nothing is said: `null` stands for that.
 *
 * @param shown how the choice is described in the help
 */
export const automatic = <T>(kind: Kind<T>, shown: string): Kind<T | null> => ({
  placeholder: kind.placeholder,
  read: (value) => (value.trim().toLowerCase() === "auto" ? null : kind.read(value)),
  show: (value) => (value === null ? shown : kind.show(value)),
});

/** Seconds, read into milliseconds. */
export const seconds: Kind<number> = {
  placeholder: "SECONDS",
  read(value) {
    const number = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
    if (number > 0 && number <= 86_400) return Math.round(number * 1000);
    throw new OptionError("must be a number of seconds, above 0 and at most 86400");
  },
  show: (value) => String(value / 1000),
};

export const oneOf = <T extends string>(...allowed: readonly T[]): Kind<T> => ({
  placeholder: allowed.join("|"),
  read(value) {
    const found = allowed.find((one) => one === value.toLowerCase());
    if (found !== undefined) return found;
    throw new OptionError(`must be one of ${allowed.join(", ")}`);
  },
  show: (value) => value,
});

export const list = (placeholder: string): Kind<readonly string[]> => ({
  placeholder,
  list: true,
  read: (value) => [value],
  show: (value) => (value.length === 0 ? "none" : value.join(",")),
});

/** Origins of other pages, as a browser sends them; `*` is any. */
export const origins: Kind<readonly string[]> = {
  ...list("ORIGIN"),
  read(value) {
    const origin = value === "*" ? value : (URL.parse(value)?.origin ?? "null");
    if (origin !== "null" && (value === origin || value === `${origin}/`)) return [origin];
    throw new OptionError("must be an origin such as http://localhost:3000");
  },
};

/** An optional text: `null` where it is not given. */
export const maybe = (kind: Kind<string>): Kind<string | null> => ({
  placeholder: kind.placeholder,
  read: (value) => kind.read(value),
  show: (value) => value ?? "none",
});

/** A path below which the page and its API stand: begins and ends with a slash. */
export const basePath: Kind<string> = {
  placeholder: "PATH",
  read(value) {
    const trimmed = value.replace(/^\/+|\/+$/g, "");
    if (!/^[\w.~/-]*$/.test(trimmed) || trimmed.split("/").includes(".."))
      throw new OptionError("must be a plain path such as /mail/");
    return trimmed === "" ? "/" : `/${trimmed}/`;
  },
  show: (value) => value,
};
