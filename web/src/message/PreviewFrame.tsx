import { useEffect, useState } from "react";
import { client } from "../app/client.ts";
import { routeTo } from "../app/router.ts";
import { Failure } from "../ui/Failure.tsx";
import { Link } from "../ui/Link.tsx";
import { Pending } from "../ui/Pending.tsx";

interface PreviewFrameProps {
  id: string;
  theme: "light" | "dark";
  /** Whether what is on other hosts is loaded. */
  remote: boolean;
}

/** The sanitised HTML in a frame that may run nothing and has no origin; where it cannot be had, why. */
export function PreviewFrame(props: PreviewFrameProps) {
  const [tries, setTries] = useState(0);
  return <Attempt key={tries} {...props} onAgain={() => setTries(tries + 1)} />;
}

function Attempt({ id, theme, remote, onAgain }: PreviewFrameProps & { onAgain: () => void }) {
  const answer = useAnswer(id, theme, remote);
  if (answer.state === "failed") {
    return (
      <Failure reason={answer.reason} onAgain={onAgain}>
        <p>
          What came is under <Link to={routeTo({ id, tab: "text" })}>Text</Link> and{" "}
          <Link to={routeTo({ id, tab: "source" })}>Source</Link>.
        </p>
      </Failure>
    );
  }
  return (
    <>
      {answer.state === "asked" && <Pending />}
      <iframe
        className="preview-frame"
        data-theme={theme}
        data-state={answer.state}
        title="The message as a mail client shows it"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        src={addressOf(id, theme, remote)}
        data-testid="preview-frame"
      />
      <p className="printed" data-testid="printed-end">
        A frame is printed as far as its sheet goes. All of the mail prints from {addressOf(id, theme, remote)}
      </p>
    </>
  );
}

const addressOf = (id: string, theme: string, remote: boolean): string =>
  client.urlOf("getPreview", { id }, { theme, ...(remote ? { remote } : {}) }).href;

type Answer = { readonly state: "asked" | "here" } | { readonly state: "failed"; readonly reason: unknown };

/**
 * What the server answers the frame, which tells nobody: asked beside it, without the document. The server sanitises a
 * mail once, so that the second answer costs next to nothing. What is shown stays until the next is known to have failed.
 */
function useAnswer(id: string, theme: PreviewFrameProps["theme"], remote: boolean): Answer {
  const [answer, setAnswer] = useState<Answer>({ state: "asked" });
  useEffect(() => {
    const asking = new AbortController();
    const { signal } = asking;
    const ask = async () => {
      const { ok } = await fetch(addressOf(id, theme, remote), { method: "HEAD", signal });
      // An answer to HEAD has no words: the whole one says what is wrong.
      if (!ok) await client.getPreview({ params: { id }, query: { theme, remote } }, { signal });
    };
    const tell = (next: Answer) => {
      if (!signal.aborted) setAnswer(next);
    };
    ask().then(
      () => tell({ state: "here" }),
      (reason: unknown) => tell({ state: "failed", reason }),
    );
    return () => asking.abort();
  }, [id, theme, remote]);
  return answer;
}
