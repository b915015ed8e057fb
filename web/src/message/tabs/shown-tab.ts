import type { Tab } from "../../model/route.ts";

/** What decides which tab of a message is shown. */
interface TabFacts {
  readonly hasHtml: boolean;
  /** Undefined until the message is loaded: then the text tab is shown. */
  readonly hasText: boolean | undefined;
  /** Whether it arrived through the API of a provider. */
  readonly isFromProvider: boolean;
}

/** The tab to show, and what it stands in for: the tab that was requested, if the message has nothing for it. */
export interface ShownTab {
  readonly tab: Tab;
  readonly insteadOf: Tab | null;
}

/**
 * Chooses the tab to show. Where a message has no HTML, its text is shown in place of it, and the other way round. A
 * message has either a session or a request. The requested tab stays in the URL, so that the next message that has it shows it.
 */
export function chooseShownTab(requested: Tab | null, { hasHtml, hasText, isFromProvider }: TabFacts): ShownTab {
  if (requested === null) return { tab: hasHtml ? "preview" : "text", insteadOf: null };
  if ((requested === "preview" || requested === "html") && !hasHtml) return { tab: "text", insteadOf: requested };
  if (requested === "text" && hasText === false && hasHtml) return { tab: "preview", insteadOf: requested };
  if (requested === "session" || requested === "request")
    return { tab: isFromProvider ? "request" : "session", insteadOf: null };
  return { tab: requested, insteadOf: null };
}
