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

interface DkimJobParams {
  readonly keys: readonly DkimKeyRecord[];
  /** When the message arrived, in ms since 1970; null if that is unknown. */
  readonly at: number | null;
}

/** Checks DKIM signatures. */
export const dkimJob: Job<DkimJobParams, DkimCheck> = {
  name: "mail/dkim",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ checkDkim }, { parseMail }] = await Promise.all([
      import("../dkim/check-dkim.ts"),
      import("../parsed-mail.ts"),
    ]);
    return (mail, { keys, at }) => checkDkim(parseMail(mail), keys, at ?? undefined);
  },
};

export const DKIM_JOBS: readonly AnyJob[] = [dkimKeyNamesJob, dkimJob];
