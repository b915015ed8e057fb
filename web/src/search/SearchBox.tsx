import { type KeyboardEvent, useId, useRef, useState } from "react";
import { getKnownValues } from "../data/known-values.ts";
import { enterList } from "../data/message-actions.ts";
import { currentRoute } from "../data/router.ts";
import { useSavedSearches } from "../data/saved-searches.ts";
import { noteSearch, useRecentSearches } from "../data/search-history.ts";
import { IconButton } from "../ui/Button.tsx";
import { Search, X } from "../ui/icons.tsx";
import { KeyCap } from "../ui/KeyCap.tsx";
import { SaveSearchButton } from "./SaveSearchButton.tsx";
import { SuggestionList } from "./SuggestionList.tsx";
import { completeQuery, type Suggestion, suggest } from "./suggestions.ts";
import { findQueryProblem, useQueryInRoute } from "./use-query-in-route.ts";
import "../ui/bar.css";
import "./search.css";

/** The search box; its text is kept in the URL. Suggestions appear while typing, and on arrow down. */
export function SearchBox() {
  const [text, setText] = useState(() => currentRoute().q);
  const [chosen, setChosen] = useState(-1);
  const [isOpen, setIsOpen] = useState(false);
  const recent = useRecentSearches();
  const saved = useSavedSearches();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const writeQuery = useQueryInRoute(text, setText);
  const options = isOpen ? suggest(text, { ...getKnownValues(), recent, saved }) : [];
  const problem = isOpen && options.length === 0 ? findQueryProblem(text) : "";

  const close = () => {
    setIsOpen(false);
    setChosen(-1);
  };
  const type = (next: string) => {
    setText(next);
    setChosen(-1);
    setIsOpen(next !== "");
  };
  const acceptSuggestion = (option: Suggestion) => {
    type(completeQuery(text, option));
    if (option.kind === "search") close();
    input.current?.focus();
  };
  const submit = () => {
    if (findQueryProblem(text) !== "") return setIsOpen(true);
    close();
    writeQuery(text);
    noteSearch(text.trim());
    void enterList();
  };
  const onArrowDown = () => {
    if (options.length > 0) setChosen((chosen + 1) % options.length);
    else if (text === "" && !isOpen) {
      setIsOpen(true);
      setChosen(0);
    } else submit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = options[chosen];
    if (event.key === "ArrowDown") onArrowDown();
    else if (event.key === "ArrowUp" && options.length > 0) setChosen((chosen <= 0 ? options.length : chosen) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && option) acceptSuggestion(option);
    else if (event.key === "Enter") submit();
    else if (event.key === "Escape") {
      if (options.length > 0) close();
      else if (text === "") input.current?.blur();
      else type("");
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
          onChange={(event) => type(event.target.value)}
          onBlur={() => {
            close();
            if (findQueryProblem(text) === "") noteSearch(text.trim());
          }}
          onKeyDown={onKeyDown}
        />
        <span className="search-aside">
          <SaveSearchButton />
          {text === "" ? (
            <KeyCap name="/" />
          ) : (
            <IconButton label="Clear search" size="small" onClick={() => type("")}>
              <X size={14} />
            </IconButton>
          )}
        </span>
        <SuggestionList id={list} options={options} chosen={chosen} onAccept={acceptSuggestion} />
        <p className="search-problem" role="status" hidden={problem === ""} data-testid="search-problem">
          {problem}
        </p>
      </div>
    </search>
  );
}
