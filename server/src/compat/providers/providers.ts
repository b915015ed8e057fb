import type { Provider } from "./provider.ts";
import { resend } from "./resend.ts";
import { sendgrid } from "./sendgrid.ts";

/** All providers. */
export const PROVIDERS: readonly Provider[] = [sendgrid, resend];

/** @throws {Error} if there is none with this name */
export function findProvider(name: string): Provider {
  const provider = PROVIDERS.find((provider) => provider.name === name);
  if (provider === undefined) throw new Error(`There is no provider ${name}`);
  return provider;
}
