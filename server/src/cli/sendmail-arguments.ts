/*
 * The command line of a sendmail, as sendmail(1) of Postfix, sendmail(8) of Sendmail and exim(8) have it. Programs pass options
 * that mean something to a mail queue only; those are accepted and dropped here. The rest is written so that commander
 * reads it: one option an argument, its value in the next.
 */

/** Options without a value: -t, -i and -v are ours, the others are dropped. */
const FLAGS = "ticGIUmnvx";
const KEPT_FLAGS = "tiv";

/** Options whose value is the rest of the argument, or the next argument. */
const VALUE_OPTIONS = "ABCDFLNORSVXbefhopr";
const KEPT_VALUE_OPTIONS = "FNRSVbf";

/** Options whose value, if any, is the rest of the argument: -q30m, -d0.1. */
const ATTACHED_VALUE_OPTIONS = "dq";

/** Of Exim's -o options those that take the next argument: -oMr protocol, -oP file, -oX port. */
const O_WITH_NEXT_ARGUMENT = /^(?:M[a-zA-Z]+|P|X)$/;

/**
 * Drops what is ignored, takes clusters such as `-ti` apart, and writes `-r` as `-f` and `-oi` as `-i`. Long options,
 * `--` and what follows it, and options that no sendmail has stay as they are.
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

/** @param rest the arguments that follow; a value that is in the next one is taken from it */
function normalizeCluster(letters: string, rest: string[]): string[] {
  const letter = letters.charAt(0);
  const attached = letters.slice(1);
  if (letter === "" || ATTACHED_VALUE_OPTIONS.includes(letter)) return [];
  if (FLAGS.includes(letter)) {
    return [...(KEPT_FLAGS.includes(letter) ? [`-${letter}`] : []), ...normalizeCluster(attached, rest)];
  }
  if (!VALUE_OPTIONS.includes(letter)) return [`-${letters}`];
  const value = attached === "" ? rest.shift() : attached;
  // Without its value it is left for commander to reject.
  if (value === undefined) return KEPT_VALUE_OPTIONS.includes(letter) ? [`-${letter}`] : [];
  if (letter === "o") return normalizeOOption(value, rest);
  if (letter === "r") return ["-f", value];
  return KEPT_VALUE_OPTIONS.includes(letter) ? [`-${letter}`, value] : [];
}

function normalizeOOption(value: string, rest: string[]): string[] {
  if (O_WITH_NEXT_ARGUMENT.test(value)) rest.shift();
  return value === "i" || value === "itrue" ? ["-i"] : [];
}
