import type { FixSnippet as Snippet } from "@mailglass/shared";
import { Button } from "./Button.tsx";
import { copyToClipboard } from "./copy-to-clipboard.ts";
import { Copy } from "./icons.tsx";
import "./fix-snippet.css";

/** The fix of a finding as code for the library that sent the message. */
export function FixSnippet({ snippet: { library, language, code } }: { snippet: Snippet }) {
  return (
    <figure className="fix-snippet" data-testid="fix-snippet">
      <figcaption>
        {language}, {library}
        <Button
          size="small"
          kind="plain"
          aria-label={`Copy the code for ${library}`}
          onClick={() => void copyToClipboard(code, "Code")}
        >
          <Copy size={13} /> Copy
        </Button>
      </figcaption>
      <pre tabIndex={0} role="group" aria-label={`Code for ${library}`}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
