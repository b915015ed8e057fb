import { equalsInConstantTime } from "./node-platform.ts";
import type { Accounts } from "./protocol/sasl/sasl.ts";

/** Accounts from a table of user names and passwords. */
export function createAccounts(users: Readonly<Record<string, string>>): Accounts {
  const passwords = new Map(Object.entries(users));
  return {
    // An unknown user is compared too, so that the time does not tell who is known.
    check: (user, password) => equalsInConstantTime(passwords.get(user) ?? "", password) && passwords.has(user),
    passwordOf: (user) => passwords.get(user),
  };
}
