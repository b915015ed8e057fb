import { join } from "node:path";
import type { OptionAssignments } from "./option-assignments.ts";

export const MAILHOG_STORAGE_VARIABLES = ["MH_STORAGE", "MH_MAILDIR_PATH"] as const;

/** MailHog's storage `maildir`: our store is a file in its folder. Returns a sentence if a storage is not supported. */
export function readMailHogStorage(environment: NodeJS.ProcessEnv): OptionAssignments | string {
  const storage = (environment["MH_STORAGE"] ?? "").toLowerCase();
  const folder = environment["MH_MAILDIR_PATH"] ?? "";
  if (storage === "" || storage === "memory") return [];
  if (storage !== "maildir") return "only maildir and memory are known; mail is kept in memory";
  // MailHog would use a temporary folder.
  if (folder === "") return "MH_MAILDIR_PATH must name the folder of the store; mail is kept in memory";
  return [["store", join(folder, "mailglass.db")]];
}
