import { lazy, Suspense } from "react";
import { loadContent, loadMessage } from "../../data/load-message.ts";
import { getSettledValue } from "../../data/promise-cache.ts";
import { ErrorBoundary } from "../../ui/ErrorBoundary.tsx";
import { WhenLoaded } from "../../ui/WhenLoaded.tsx";

const ContentCards = lazy(() => import("./ContentCards.tsx").then((file) => ({ default: file.ContentCards })));

/** Events, reports, signatures and winmail.dat, above the text. Most messages have none: then nothing is loaded. */
export function MessageContents({ id }: { id: string }) {
  return (
    <WhenLoaded promises={[loadMessage(id)]} fallback={null}>
      <LoadedContents id={id} />
    </WhenLoaded>
  );
}

function LoadedContents({ id }: { id: string }) {
  // If loading fails, the tab below shows the error.
  const contents = getSettledValue(loadMessage(id))?.contents ?? [];
  if (contents.length === 0) return null;
  return (
    <ErrorBoundary>
      <WhenLoaded promises={[loadContent(id)]}>
        <Suspense fallback={null}>
          <ContentCards id={id} />
        </Suspense>
      </WhenLoaded>
    </ErrorBoundary>
  );
}
