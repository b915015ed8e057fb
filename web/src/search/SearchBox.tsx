import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { focusList } from "../data/focus-list.ts";
import { currentRoute, navigate, routeTo, useRoute } from "../data/router.ts";
import { IconButton } from "../ui/Button.tsx";
import { Search, X } from "../ui/icons.tsx";
import { KeyCap } from "../ui/KeyCap.tsx";
import { completeQuery, type Suggestion, suggestOperators } from "./suggestions.ts";
import "../ui/bar.css";
import "./search.css";

/** The URL is updated this many milliseconds after the last key, because each update causes a request. */
const TYPING_DELAY_MS = 120;

/** The search box; its text is kept in the URL. */
export function SearchBox() {
  const q = useRoute((route) => route.q);
  const [text, setText] = useState(q);
  const [chosen, setChosen] = useState(-1);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const options = open ? suggestOperators(text) : [];

  useQueryInRoute(text, q, setText);

  const acceptSuggestion = (option: Suggestion) => {
    setText(completeQuery(text, option));
    setChosen(-1);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = options[chosen];
    if (event.key === "ArrowDown" && options.length > 0) setChosen((chosen + 1) % options.length);
    else if (event.key === "ArrowUp" && options.length > 0) setChosen((chosen <= 0 ? options.length : chosen) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && option) acceptSuggestion(option);
    else if (event.key === "Enter" || event.key === "ArrowDown") moveFocusToList(setOpen);
    else if (event.key === "Escape") {
      if (open && options.length > 0) setOpen(false);
      else if (text === "") input.current?.blur();
      else setText("");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <search className="bar search">
      <div className="search-field">
        <Search size={14} />
        <input
          ref={input}
          id="search"
          className="search-input"
          type="search"
          role="combobox"
          placeholder="Search"
          aria-label="Search messages"
          aria-expanded={options.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={options[chosen] ? `${list}-${chosen}` : undefined}
          autoComplete="off"
          spellCheck={false}
          data-testid="search"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(-1);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <span className="search-aside">
          {text === "" ? (
            <KeyCap name="/" />
          ) : (
            <IconButton label="Clear search" size="small" onClick={() => setText("")}>
              <X size={14} />
            </IconButton>
          )}
        </span>
        <Suggestions id={list} options={options} chosen={chosen} onAccept={acceptSuggestion} />
      </div>
    </search>
  );
}

interface SuggestionsProps {
  id: string;
  options: readonly Suggestion[];
  chosen: number;
  onAccept: (option: Suggestion) => void;
}

function Suggestions({ id, options, chosen, onAccept }: SuggestionsProps) {
  return (
    <div id={id} className="search-list" role="listbox" aria-label="Search operators" hidden={options.length === 0}>
      {options.map((option, at) => (
        <div
          key={option.value}
          id={`${id}-${at}`}
          className="search-option"
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          // The field keeps the focus: pressing a mouse button on an option must not move it.
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(option);
          }}
        >
          <code>{option.value.trimEnd()}</code>
          <span>{option.help}</span>
        </div>
      ))}
    </div>
  );
}

/** Keeps text and URL in sync: typing updates the URL after a pause; back and forward update the text. */
function useQueryInRoute(text: string, q: string, setText: (text: string) => void): void {
  const written = useRef(q);
  useEffect(() => {
    if (q === written.current) return;
    written.current = q;
    setText(q);
  }, [q, setText]);
  useEffect(() => {
    const query = text.trim();
    if (query === written.current) return undefined;
    const timer = setTimeout(() => {
      written.current = query;
      const { view, id, tab } = currentRoute();
      // An open message stays open during a search.
      navigate(routeTo(view === "messages" ? { q: query, id, tab } : { q: query }), "replace");
    }, TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
}

function moveFocusToList(setOpen: (open: boolean) => void): void {
  setOpen(false);
  focusList();
}
