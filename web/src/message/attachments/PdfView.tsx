import { useEffect, useRef, useState } from "react";
import { BASE_PATH, client, describeError } from "../../data/client.ts";

interface PdfViewProps {
  id: string;
  number: string;
  name: string;
}

/**
 * A PDF, drawn by pdf.js in a frame of its own. The frame runs only our viewer (its Content-Security-Policy allows no
 * other script, and no requests), and has no origin, so that a fault in pdf.js reaches neither the page nor the API.
 * Therefore the page loads the bytes, and hands them over.
 */
export function PdfView({ id, number, name }: PdfViewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const request = new AbortController();
    const onMessage = async ({ source, data }: MessageEvent<unknown>) => {
      const viewer = frame.current?.contentWindow;
      if (source !== viewer || !viewer) return;
      if (data === "ready") {
        const bytes = await client.getPart({ params: { id, number } }, { signal: request.signal });
        // The frame's origin is opaque: it has no name to restrict the message to.
        viewer.postMessage(bytes, "*");
      } else if (typeof data === "string") {
        setFailure(data.slice(0, 300));
      }
    };
    const listener = (event: MessageEvent<unknown>) => {
      onMessage(event).catch((reason: unknown) => {
        if (!request.signal.aborted) setFailure(describeError(reason));
      });
    };
    addEventListener("message", listener);
    return () => {
      request.abort();
      removeEventListener("message", listener);
    };
  }, [id, number]);

  if (failure !== null) {
    return (
      <p className="panel-note" role="alert" data-testid="pdf-failed">
        This PDF cannot be shown: {failure} Download it to open it.
      </p>
    );
  }
  return (
    <iframe
      ref={frame}
      className="pdf-frame"
      title={name}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      src={`${BASE_PATH}pdf-viewer.html`}
      data-testid="pdf-frame"
    />
  );
}
