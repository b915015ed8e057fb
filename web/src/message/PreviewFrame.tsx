import { useEffect, useState } from "react";
import { client } from "../data/client.ts";
import { routeTo } from "../data/router.ts";
import { LoadError } from "../ui/LoadError.tsx";
import { LoadingPlaceholder } from "../ui/LoadingPlaceholder.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";

interface PreviewFrameProps {
  id: string;
  theme: "light" | "dark";
  /** Whether to load content from other hosts. */
  remote: boolean;
}

/** The sanitized HTML in a frame that runs no scripts and has no origin; or the reason why it cannot be shown. */
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
        Cut off at one page. Print the whole mail from {previewUrl(id, theme, remote)}
      </p>
    </>
  );
}

const previewUrl = (id: string, theme: string, remote: boolean): string =>
  client.urlOf("getPreview", { id }, { theme, ...(remote ? { remote } : {}) }).href;

type PreviewStatus = { readonly state: "asked" | "here" } | { readonly state: "failed"; readonly reason: unknown };

/**
 * An iframe does not expose its HTTP status, so a HEAD request is sent in parallel. The server sanitizes a mail only
 * once, so the second response is cheap. The previous content stays visible until the next one is known to have
 * failed.
 */
function usePreviewStatus(id: string, theme: PreviewFrameProps["theme"], remote: boolean): PreviewStatus {
  const [status, setStatus] = useState<PreviewStatus>({ state: "asked" });
  useEffect(() => {
    const request = new AbortController();
    const { signal } = request;
    const probe = async () => {
      const { ok } = await fetch(previewUrl(id, theme, remote), { method: "HEAD", signal });
      // A response to HEAD has no body: repeat as GET for the description of the problem.
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
