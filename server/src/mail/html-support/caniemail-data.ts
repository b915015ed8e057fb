/*
 * The data of caniemail.com as its npm package has it, reduced to what Mailglass uses.
 */

/**
 * Support of a feature by one version of a client: `y` yes, `a` partial, `n` no, `u` unknown, followed by the numbers of its notes,
 * as in `a #1 #2`.
 */
export type SupportCode = string;

export interface CaniemailFeature {
  /** Its name in the address `https://www.caniemail.com/features/SLUG/`. */
  readonly slug: string;
  readonly title: string;
  /** In Markdown. */
  readonly description: string | null;
  /** `html`, `css`, `image` or `others`. */
  readonly category: string;
  readonly tags: readonly string[];
  /** Support by family, platform and version of the client. Versions are not in order. */
  readonly stats: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, SupportCode>>>>>>;
  /** In Markdown. */
  readonly notes_by_num: Readonly<Record<string, string>> | null;
}

export interface CaniemailData {
  /** Like `2026-05-13 14:45:41 +0000`. */
  readonly last_update_date: string;
  readonly nicenames: {
    readonly family: Readonly<Record<string, string>>;
    readonly platform: Readonly<Record<string, string>>;
  };
  readonly data: readonly CaniemailFeature[];
}
