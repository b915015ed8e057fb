import type { Info } from "@mailglass/shared";

/** Describes, in a sentence, what a client needs to send mail to this server. */
export function describeRequirements({ requires: { tls, login, account }, starttls }: RequirementInfo): string {
  const encryption = tls ? (starttls ? "STARTTLS required" : "TLS required") : "no TLS needed";
  const password = account ? "only the configured logins" : "any password";
  return `Any sender, any recipient, ${password}${login ? " (login required)" : ""}, ${encryption}.`;
}

type RequirementInfo = Pick<Info, "requires" | "starttls">;
