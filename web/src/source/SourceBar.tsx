import { ChevronDown, ChevronUp, Copy, Download } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { client } from "../app/client.ts";
import { formatAmount, formatBytes, formatCount } from "../model/format.ts";
import { Button, IconButton, LinkButton } from "../ui/Button.tsx";
import { copy } from "../ui/copy.ts";
import { Filter } from "../ui/Filter.tsx";
import { MOST_FOUND } from "./find-bytes.ts";
import type { Found } from "./use-find.ts";

interface SourceBarProps {
  id: string;
  bytes: Uint8Array;
  lines: number;
  text: string;
  found: Found;
  step: number;
  onText: (text: string) => void;
  onStep: (by: 1 | -1) => void;
}

/** A clipboard of tens of megabytes stops most programs that it is pasted into. */
const MOST_COPIED = 5_000_000;

export function SourceBar({ id, bytes, lines, text, found, step, onText, onStep }: SourceBarProps) {
  const input = useRef<HTMLInputElement>(null);
  useFindKey(input);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && text !== "") onText("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="room-bar">
      <Filter
        ref={input}
        label="Find in source"
        data-testid="find"
        value={text}
        onText={onText}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <>
          <output className="source-found" data-testid="found">
            {tell(found, step)}
          </output>
          <IconButton label="Previous match" keys="Shift-Enter" size="small" onClick={() => onStep(-1)}>
            <ChevronUp size={14} />
          </IconButton>
          <IconButton label="Next match" keys="Enter" size="small" onClick={() => onStep(1)}>
            <ChevronDown size={14} />
          </IconButton>
        </>
      )}
      <span className="is-end">
        {formatAmount(lines, "line")} ·{" "}
        <span title={`${formatCount(bytes.length)} bytes`}>{formatBytes(bytes.length)}</span>
      </span>
      <Button
        size="small"
        kind="plain"
        disabled={bytes.length > MOST_COPIED}
        title={bytes.length > MOST_COPIED ? "Too large for the clipboard: download it" : undefined}
        onClick={() => void copy(new TextDecoder().decode(bytes), "Source")}
      >
        <Copy size={13} aria-hidden /> Copy
      </Button>
      <LinkButton size="small" kind="plain" href={client.urlOf("getRaw", { id }).href} download="">
        <Download size={13} aria-hidden /> .eml
      </LinkButton>
    </div>
  );
}

function tell(found: Found, step: number): string {
  if (found.at.length === 0) return found.done ? "not found" : "searching…";
  const most = found.at.length >= MOST_FOUND ? "+" : "";
  return `${formatCount(step + 1)} of ${formatCount(found.at.length)}${most}${found.done ? "" : "…"}`;
}

/** The browser's own search sees only the rows that are drawn, so Ctrl-F comes here. */
function useFindKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "f" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      input.current?.select();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [input]);
}
