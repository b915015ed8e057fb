import { createLazy } from "../../base/create-lazy.ts";
import type { CaniemailFeature } from "./caniemail-data.ts";
import { findNewest, listVersions, type NewestSupport } from "./client-support.ts";
import { loadCaniemail } from "./load-caniemail.ts";

/** A client on one platform. */
export interface MailClient {
  /** Both as caniemail.com names them in its data: `outlook`, `windows`. */
  readonly family: string;
  readonly platform: string;
  /** For people: `Outlook`, `Windows`, and `Outlook Windows`. */
  readonly familyName: string;
  readonly platformName: string;
  readonly name: string;
}

export interface ClientSupport {
  readonly client: MailClient;
  readonly newest: NewestSupport;
}

/** A feature of HTML or CSS. Its support is read when it is first used: a message has a few dozen of 307 features. */
export class HtmlFeature {
  readonly slug: string;
  readonly title: string;
  /** `html`, `css`, `image` or `others`. */
  readonly category: string;
  readonly source: CaniemailFeature;
  readonly #findClient: FindClient;
  #support: readonly ClientSupport[] | undefined;

  constructor(source: CaniemailFeature, findClient: FindClient) {
    this.source = source;
    this.slug = source.slug;
    this.title = source.title.trim();
    this.category = source.category;
    this.#findClient = findClient;
  }

  get url(): string {
    return `https://www.caniemail.com/features/${this.slug}/`;
  }

  /** The support by the newest version of each client. */
  get support(): readonly ClientSupport[] {
    this.#support ??= listClients(this.source).flatMap(({ family, platform, versions }) => {
      const newest = findNewest(listVersions(versions));
      return newest === undefined ? [] : [{ client: this.#findClient(family, platform), newest }];
    });
    return this.#support;
  }

  /** Returns a note, in Markdown; undefined if there is none with this number. */
  note(number: string): string | undefined {
    return this.source.notes_by_num?.[number];
  }
}

type FindClient = (family: string, platform: string) => MailClient;

export interface SupportTable {
  /** The day of the data: `2026-05-13`. */
  readonly dataUpdated: string;
  readonly features: readonly HtmlFeature[];
  readonly findClient: FindClient;
}

/** Returns how mail clients support features of HTML, according to caniemail.com. The data is loaded on first use. */
export const getSupportTable: () => SupportTable = createLazy(createTable);

/** Lists the tested clients of a feature, each with its versions. */
export function listClients({ stats }: CaniemailFeature) {
  return Object.entries(stats).flatMap(([family, platforms]) =>
    Object.entries(platforms).map(([platform, versions]) => ({ family, platform, versions })),
  );
}

function createTable(): SupportTable {
  const { last_update_date, nicenames, data } = loadCaniemail();
  const clients = new Map<string, MailClient>();
  const findClient = (family: string, platform: string): MailClient => {
    const key = `${family} ${platform}`;
    const known = clients.get(key);
    if (known !== undefined) return known;
    const familyName = nicenames.family[family] ?? family;
    const platformName = nicenames.platform[platform] ?? platform;
    const name = joinNames(familyName, platformName);
    const client = { family, platform, familyName, platformName, name };
    clients.set(key, client);
    return client;
  };
  const features = data.map((source) => new HtmlFeature(source, findClient));
  return { dataUpdated: last_update_date.slice(0, 10), features, findClient };
}

/** Outlook on Outlook.com is “Outlook.com”. */
function joinNames(family: string, platform: string): string {
  return platform.startsWith(family) ? platform : `${family} ${platform}`;
}
