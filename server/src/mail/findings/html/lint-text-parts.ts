import { findTextUrls } from "@mailglass/shared";
import { createTextLocator } from "../../locate-text.ts";
import type { ParsedMail } from "../../parsed-mail.ts";
import type { FindingList } from "../finding-list.ts";
import { isLocalHost } from "./local-host.ts";
import { shortenUrl } from "./shorten-url.ts";

/** How much of a text is checked, in bytes. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Checks the plain text of a message for links that only work locally. */
export function lintTextParts(parsed: ParsedMail, found: FindingList): void {
  for (const { kind, entity } of parsed.content.text) {
    if (kind !== "text" || entity.contentType.value !== "text/plain") continue;
    const text = parsed.decodedText(entity, MAX_TEXT_BYTES);
    const local = findTextUrls(text).filter(({ href }) => {
      const hostname = URL.parse(href)?.hostname ?? "";
      return hostname !== "" && isLocalHost(hostname);
    });
    if (local.length === 0) continue;
    const locate = createTextLocator(parsed, entity, text);
    for (const url of local) found.add("link-localhost", locate(url), shortenUrl(url.href));
  }
}
