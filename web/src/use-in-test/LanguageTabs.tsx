import { type KeyboardEvent, useRef, useState } from "react";
import { Button } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";
import { hasModifierKey } from "../ui/has-modifier-key.ts";
import { Copy } from "../ui/icons.tsx";
import { TEST_LANGUAGES } from "./languages.ts";
import type { TestRequest } from "./test-request.ts";

/** The code in each language, one at a time (WAI-ARIA tabs). The language chosen last is remembered. */
export function LanguageTabs({ request }: { request: TestRequest }) {
  const [chosen, setChosen] = useState(readLanguage);
  const strip = useRef<HTMLDivElement>(null);
  const choose = (at: number) => {
    setChosen(at);
    storeLanguage(at);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || hasModifierKey(event)) return;
    event.preventDefault();
    const next = (chosen + step + TEST_LANGUAGES.length) % TEST_LANGUAGES.length;
    choose(next);
    strip.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  const language = TEST_LANGUAGES[chosen];
  const code = language?.format(request) ?? "";
  return (
    <div className="test-code">
      <div ref={strip} className="tabs is-sideways" role="tablist" aria-label="Language" onKeyDown={onKeyDown}>
        {TEST_LANGUAGES.map(({ name }, at) => (
          <button
            key={name}
            id={`test-language-${at}`}
            type="button"
            role="tab"
            className="tab"
            tabIndex={at === chosen ? 0 : -1}
            aria-selected={at === chosen}
            aria-controls="test-code"
            onClick={() => choose(at)}
          >
            {name}
          </button>
        ))}
      </div>
      <div id="test-code" role="tabpanel" aria-labelledby={`test-language-${chosen}`}>
        <div className="test-code-head">
          <span>{language?.needs}</span>
          <Button size="small" kind="plain" onClick={() => void copyToClipboard(code, "Code")}>
            <Copy size={13} /> Copy
          </Button>
        </div>
        <pre tabIndex={0} data-testid="test-code">
          {code}
        </pre>
      </div>
    </div>
  );
}

const STORAGE_KEY = "mailglass.test-language";

function readLanguage(): number {
  try {
    const name = localStorage.getItem(STORAGE_KEY);
    return Math.max(
      0,
      TEST_LANGUAGES.findIndex((language) => language.name === name),
    );
  } catch {
    return 0;
  }
}

function storeLanguage(at: number): void {
  try {
    localStorage.setItem(STORAGE_KEY, TEST_LANGUAGES[at]?.name ?? "");
  } catch {
    // Storage is forbidden or full: the choice lasts until the dialog is closed.
  }
}
