import { type KeyboardEvent, useEffect, useRef, useState } from "react";

interface NameInputProps {
  /** Accessible name. */
  label: string;
  /** The former name. */
  name: string;
  /** Receives a new name, without surrounding spaces; not called if it is empty or as before. */
  onName: (name: string) => void;
  onDone: () => void;
}

/** Renames an entry of the sidebar in place: Enter accepts, and losing the focus does; Escape keeps the former name. */
export function NameInput({ label, name, onName, onDone }: NameInputProps) {
  const [text, setText] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const accept = () => {
    const next = text.trim();
    if (next !== "" && next !== name) onName(next);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") accept();
    else if (event.key === "Escape") onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      ref={input}
      className="filter"
      aria-label={label}
      value={text}
      maxLength={100}
      onChange={(event) => setText(event.target.value)}
      onBlur={accept}
      onKeyDown={onKeyDown}
    />
  );
}
