import { type KeyboardEvent, useRef } from "react";
import { IconButton } from "./Button.tsx";
import { FilterInput } from "./FilterInput.tsx";
import { ChevronDown, ChevronUp } from "./icons.tsx";
import { useFindShortcut } from "./use-find-shortcut.ts";

interface FindControlsProps {
  /** Accessible name of the field. */
  label: string;
  text: string;
  /** Describes the matches: “2 of 7”. */
  found: string;
  onText: (text: string) => void;
  onStep: (by: 1 | -1) => void;
}

/** A search field for text that is rendered only where it is visible, with buttons that step through the matches. */
export function FindControls({ label, text, found, onText, onStep }: FindControlsProps) {
  const input = useRef<HTMLInputElement>(null);
  useFindShortcut(input);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && text !== "") onText("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <FilterInput ref={input} label={label} data-testid="find" value={text} onText={onText} onKeyDown={onKeyDown} />
      {text !== "" && (
        <>
          <output className="source-found" data-testid="found">
            {found}
          </output>
          <IconButton label="Previous match" keys="Shift-Enter" size="small" onClick={() => onStep(-1)}>
            <ChevronUp size={14} />
          </IconButton>
          <IconButton label="Next match" keys="Enter" size="small" onClick={() => onStep(1)}>
            <ChevronDown size={14} />
          </IconButton>
        </>
      )}
    </>
  );
}
