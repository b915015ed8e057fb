import { useId } from "react";
import { IconButton } from "../ui/Button.tsx";
import { Search, X } from "../ui/icons.tsx";
import { KeyCap } from "../ui/KeyCap.tsx";
import { SaveSearchButton } from "./SaveSearchButton.tsx";
import { SuggestionList } from "./SuggestionList.tsx";
import { useSearchBox } from "./use-search-box.ts";
import "../ui/bar.css";
import "./search.css";

/** The search box; its text is kept in the URL. */
export function SearchBox() {
  const list = useId();
  const { input, text, options, unlisted, chosen, problem, type, acceptSuggestion, leave, onKeyDown } = useSearchBox();
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
          onBlur={leave}
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
        <SuggestionList id={list} options={options} chosen={chosen} unlisted={unlisted} onAccept={acceptSuggestion} />
        <p className="search-problem" role="status" hidden={problem === ""} data-testid="search-problem">
          {problem}
        </p>
      </div>
    </search>
  );
}
