import type { TestProject } from "vitest/node";
import { startMailglass } from "./start-mailglass.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the catcher that the set-up started. */
    mailglassUrl: string;
  }
}

/**
 * Vitest's `globalSetup`: starts one catcher for the whole run. Puts SMTP_HOST, SMTP_PORT and SMTP_URL into the
 * environment for the program under test; tests access the catcher with `mailglass()`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mailglass = await startMailglass();
  Object.assign(process.env, mailglass.env);
  project.provide("mailglassUrl", mailglass.url.href);
  return () => mailglass.close();
}
