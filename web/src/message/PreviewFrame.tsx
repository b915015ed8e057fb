import { useEffect, useState } from "react";
import { client } from "../data/client.ts";
import { routeTo } from "../data/router.ts";
import { LoadError } from "../ui/LoadError.tsx";
import { LoadingPlaceholder } from "../ui/LoadingPlaceholder.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";

interface PreviewFrameProps {
  id: string;
  theme: "light" | "dark";
  /** Whether what is on other hosts is loaded. */
  remote: boolean;
}

/** The sanitised HTML in a frame that may run nothing and has no origin; where it cannot be had, why. */
export function PreviewFrame(props: PreviewFrameProps) {
  const [attempt, setAttempt] = useState(0);
  return <PreviewAttempt key={attempt} {...props} onRetry={() => setAttempt(attempt + 1)} />;
}

function PreviewAttempt({ id, theme, remote, onRetry }: PreviewFrameProps & { onRetry: () => void }) {
  const status = usePreviewStatus(id, theme, remote);
  if (status.state === "failed") {
    return (
      <LoadError reason={status.reason} onRetry={onRetry}>
        <p>
          What came is under <RouteLink to={routeTo({ id, tab: "text" })}>Text</RouteLink> and{" "}
          <RouteLink to={routeTo({ id, tab: "source" })}>Source</RouteLink>.
        </p>
      </LoadError>
    );
  }
  return (
    <>
      {status.state === "asked" && <LoadingPlaceholder />}
      <iframe
        className="preview-frame"
        data-theme={theme}
        data-state={status.state}
        title="The message as a mail client shows it"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        src={previewUrl(id, theme, remote)}
        data-testid="preview-frame"
      />
      <p className="printed" data-testid="printed-end">
        A frame is printed as far as its sheet goes. All of the mail prints from {previewUrl(id, theme, remote)}
      </p>
    </>
  );
}

const previewUrl = (id: string, theme: string, remote: boolean): string =>
  client.urlOf("getPreview", { id }, { theme, ...(remote ? { remote } : {}) }).href;

type PreviewStatus = { readonly state: "asked" | "here" } | { readonly state: "failed"; readonly reason: unknown };

/**
 * What the server answers the frame, which tells nobody: asked beside it, without the document. The server sanitises a
 * mail once, so that the second answer costs next to nothing. What is shown stays until the next is known to have failed.
 */
function usePreviewStatus(id: string, theme: PreviewFrameProps["theme"], remote: boolean): PreviewStatus {
  const [status, setStatus] = useState<PreviewStatus>({ state: "asked" });
  useEffect(() => {
    const request = new AbortController();
    const { signal } = request;
    const probe = async () => {
      const { ok } = await fetch(previewUrl(id, theme, remote), { method: "HEAD", signal });
      // An answer to HEAD has no words: the whole one says what is wrong.
      if (!ok) await client.getPreview({ params: { id }, query: { theme, remote } }, { signal });
    };
    const report = (next: PreviewStatus) => {
      if (!signal.aborted) setStatus(next);
    };
    probe().then(
      () => report({ state: "here" }),
      (reason: unknown) => report({ state: "failed", reason }),
    );
    return () => request.abort();
  }, [id, theme, remote]);
  return status;
}
