import type { TestProject } from "vitest/node";
import { startMailglass } from "./start-mailglass.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the catcher that the set-up started. */
    mailglassUrl: string;
  }
}

/**
 * Vitest's `globalSetup`: one catcher for the whole run. Its SMTP_HOST, SMTP_PORT and SMTP_URL are put into the
 * environment, where the program under test finds them; tests get at it with `mailglass()`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mailglass = await startMailglass();
  Object.assign(process.env, mailglass.env);
  project.provide("mailglassUrl", mailglass.url.href);
  return () => mailglass.close();
}
