import { createElement, use } from "react";
import { loadMessage } from "../../data/load-message.ts";
import { getSettledValue } from "../../data/promise-cache.ts";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";
import { loadCards } from "./load-cards.ts";

/** Events, reports, signatures and winmail.dat, above the text. Most messages have none: then nothing is loaded. */
export function MessageContents({ id }: { id: string }) {
  // If the message cannot be loaded, the tab below shows the error.
  if (getSettledValue(loadMessage(id)) === undefined) return null;
  return (
    <ErrorBoundary>
      <WhenLoaded promises={[loadCards(id)]}>
        <LoadedContents id={id} />
      </WhenLoaded>
    </ErrorBoundary>
  );
}

function LoadedContents({ id }: { id: string }) {
  const cards = use(loadCards(id));
  return cards && createElement(cards, { id });
}
