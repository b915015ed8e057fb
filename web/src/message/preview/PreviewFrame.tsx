import { useEffect, useState } from "react";
import { client } from "../../data/client.ts";
import { routeTo } from "../../data/router.ts";
import type { PreviewTheme } from "../../data/settings.ts";
import { LoadError } from "../../ui/LoadError.tsx";
import { LoadingPlaceholder } from "../../ui/LoadingPlaceholder.tsx";
import { RouteLink } from "../../ui/RouteLink.tsx";

/** How the preview is rendered, besides the message. */
interface PreviewLook {
  theme: PreviewTheme;
  /** Whether to load content from other hosts. */
  remote: boolean;
  images: boolean;
  /** Colours of the page, which are shown below the end of the mail. */
  surround: "light" | "dark";
}

type PreviewFrameProps = PreviewLook & { id: string };

/** The sanitized HTML in a frame that runs no scripts and has no origin; or the reason why it cannot be shown. */
export function PreviewFrame(props: PreviewFrameProps) {
  const [attempt, setAttempt] = useState(0);
  return <PreviewAttempt key={attempt} {...props} onRetry={() => setAttempt(attempt + 1)} />;
}

function PreviewAttempt({ onRetry, id, ...look }: PreviewFrameProps & { onRetry: () => void }) {
  const url = previewUrl(id, look);
  const status = usePreviewStatus(id, look);
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
        data-theme={look.theme === "light" ? "light" : "dark"}
        data-state={status.state}
        title="The message as a mail client shows it"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        src={url}
        data-testid="preview-frame"
      />
      <p className="printed" data-testid="printed-end">
        Only one page of the mail is printed here. To print all of it, choose More, Open the preview in a tab.
      </p>
    </>
  );
}

function previewUrl(id: string, { theme, remote, images, surround }: PreviewLook): string {
  const query = { theme, surround, ...(remote ? { remote } : {}), ...(images ? {} : { images }) };
  return client.urlOf("getPreview", { id }, query).href;
}

type PreviewStatus = { readonly state: "asked" | "here" } | { readonly state: "failed"; readonly reason: unknown };

/**
 * An iframe does not expose its HTTP status, so a HEAD request is sent in parallel. The server sanitizes a mail only
 * once, so the second response is cheap. The previous content stays visible until the next one is known to have
 * failed.
 */
function usePreviewStatus(id: string, { theme, remote, images, surround }: PreviewLook): PreviewStatus {
  const [status, setStatus] = useState<PreviewStatus>({ state: "asked" });
  useEffect(() => {
    const request = new AbortController();
    const { signal } = request;
    const probe = async () => {
      const query = { theme, remote, images, surround };
      const { ok } = await fetch(previewUrl(id, query), { method: "HEAD", signal });
      // A response to HEAD has no body: repeat as GET for the description of the problem.
      if (!ok) await client.getPreview({ params: { id }, query }, { signal });
    };
    const report = (next: PreviewStatus) => {
      if (!signal.aborted) setStatus(next);
    };
    probe().then(
      () => report({ state: "here" }),
      (reason: unknown) => report({ state: "failed", reason }),
    );
    return () => request.abort();
  }, [id, theme, remote, images, surround]);
  return status;
}
