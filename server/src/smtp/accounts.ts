import { equalsInConstantTime } from "./node-platform.ts";
import type { Accounts } from "./protocol/sasl/sasl.ts";

/** Creates accounts from a table of user names and passwords. */
export function createAccounts(users: Readonly<Record<string, string>>): Accounts {
  const passwords = new Map(Object.entries(users));
  return {
    // An unknown user is compared too, so that response times do not reveal which users exist.
    check: (user, password) => equalsInConstantTime(passwords.get(user) ?? "", password) && passwords.has(user),
    passwordOf: (user) => passwords.get(user),
  };
}
