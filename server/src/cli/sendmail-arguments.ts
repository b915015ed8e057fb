/*
 * The command line of sendmail(1) of Postfix, sendmail(8) of Sendmail, and exim(8). Programs also pass options that matter
 * only to a mail queue; those are accepted and dropped here. The rest is rewritten for commander: one option per argument,
 * and its value in the next argument.
 */

/** Options without a value: -t, -i and -v are ours, the others are dropped. */
const FLAGS = "ticGIUmnvx";
const KEPT_FLAGS = "tiv";

/** Options whose value is the rest of the argument, or the next argument. */
const VALUE_OPTIONS = "ABCDFLNORSVXbefhopr";
const KEPT_VALUE_OPTIONS = "FNRSVbf";

/** Options whose value, if any, is the rest of the argument: -q30m, -d0.1. */
const ATTACHED_VALUE_OPTIONS = "dq";

/** Exim's -o options that take the next argument: -oMr protocol, -oP file, -oX port. */
const O_WITH_NEXT_ARGUMENT = /^(?:M[a-zA-Z]+|P|X)$/;

/**
 * Drops ignored options, splits clusters such as `-ti`, and replaces `-r` by `-f` and `-oi` by `-i`. Long options, `--`
 * and all arguments after it, and options that no sendmail has are left unchanged.
 */
export function normalizeSendmailArguments(args: readonly string[]): string[] {
  const normalized: string[] = [];
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === "--") return [...normalized, argument, ...rest];
    if (!/^-[^-]/.test(argument)) normalized.push(argument);
    else normalized.push(...normalizeCluster(argument.slice(1), rest));
  }
  return normalized;
}

/** @param rest the following arguments; if the value of the option is in the next one, it is removed from the list */
function normalizeCluster(letters: string, rest: string[]): string[] {
  const letter = letters.charAt(0);
  const attached = letters.slice(1);
  if (letter === "" || ATTACHED_VALUE_OPTIONS.includes(letter)) return [];
  if (FLAGS.includes(letter)) {
    return [...(KEPT_FLAGS.includes(letter) ? [`-${letter}`] : []), ...normalizeCluster(attached, rest)];
  }
  if (!VALUE_OPTIONS.includes(letter)) return [`-${letters}`];
  const value = attached === "" ? rest.shift() : attached;
  // An option without its value is kept, so that commander rejects it.
  if (value === undefined) return KEPT_VALUE_OPTIONS.includes(letter) ? [`-${letter}`] : [];
  if (letter === "o") return normalizeOOption(value, rest);
  if (letter === "r") return ["-f", value];
  return KEPT_VALUE_OPTIONS.includes(letter) ? [`-${letter}`, value] : [];
}

function normalizeOOption(value: string, rest: string[]): string[] {
  if (O_WITH_NEXT_ARGUMENT.test(value)) rest.shift();
  return value === "i" || value === "itrue" ? ["-i"] : [];
}
