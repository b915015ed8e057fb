import { ConfigError } from "../config/config-error.ts";
import type { Config } from "../config/options.ts";
import type { DkimKeyRecord } from "../mail/dkim/dkim-key.ts";
import type { NetworkChecks } from "../mailbox/network-checks.ts";
import { readOptionFile } from "./read-option-file.ts";

/**
 * Creates the checks that the options enable. Their code is loaded only if one of them is.
 *
 * @throws {ConfigError} if a key file cannot be read, or has no key
 */
export async function createNetworkChecks(config: Config): Promise<NetworkChecks> {
  const { checkLinks, checkDns, spamassassin, rspamd } = config;
  return {
    givenKeys: await Promise.all(config.dkimKey.map(readKeyFile)),
    findDkimKeys: checkDns ? (await import("../checks/dkim-keys.ts")).createDkimKeyLookup() : null,
    spamassassin: spamassassin && (await import("../checks/spamassassin.ts")).createSpamAssassin(spamassassin),
    rspamd: rspamd && (await import("../checks/rspamd.ts")).createRspamd(rspamd),
    checkLinks: checkLinks ? (await import("../checks/check-links.ts")).createLinkCheck() : null,
  };
}

async function readKeyFile({ name, file }: Config["dkimKey"][number]): Promise<DkimKeyRecord> {
  const { parseKeyRecord } = await import("../mail/dkim/parse-key-record.ts");
  const text = (await readOptionFile("--dkim-key", file)).toString();
  const parsed = parseKeyRecord(text);
  if ("problem" in parsed) throw new ConfigError(`--dkim-key: ${file} has no key that can be used: ${parsed.problem}.`);
  return { name, source: "given", text, problem: null };
}
