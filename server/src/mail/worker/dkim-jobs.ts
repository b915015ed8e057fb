import type { DkimCheck } from "@mailglass/shared";
import type { DkimKeyRecord } from "../dkim/dkim-key.ts";
import { type AnyJob, type Job, NEVER_DIRECT } from "./job.ts";

/** The names of the TXT records with the keys of the signatures. */
export const dkimKeyNamesJob: Job<null, string[]> = {
  name: "mail/dkim-key-names",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ listKeyNames }, { parseMail }] = await Promise.all([
      import("../dkim/read-signatures.ts"),
      import("../parsed-mail.ts"),
    ]);
    return (mail) => listKeyNames(parseMail(mail));
  },
};

/** Checks DKIM signatures. */
export const dkimJob: Job<{ readonly keys: readonly DkimKeyRecord[] }, DkimCheck> = {
  name: "mail/dkim",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ checkDkim }, { parseMail }] = await Promise.all([
      import("../dkim/check-dkim.ts"),
      import("../parsed-mail.ts"),
    ]);
    return (mail, { keys }) => checkDkim(parseMail(mail), keys);
  },
};

export const DKIM_JOBS: readonly AnyJob[] = [dkimKeyNamesJob, dkimJob];
