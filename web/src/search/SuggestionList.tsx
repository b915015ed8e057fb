import { formatAmount, formatCount } from "../model/format.ts";
import { KeyCap } from "../ui/KeyCap.tsx";
import type { Suggestion } from "./suggestions.ts";

interface SuggestionListProps {
  id: string;
  options: readonly Suggestion[];
  /** Index of the chosen one; -1 if there is none. */
  chosen: number;
  /** Number of values that also match, but are not listed. */
  unlisted: number;
  onAccept: (option: Suggestion) => void;
}

/** The suggestions, which may scroll, above a line that says how to use them, and whether there are more. */
export function SuggestionList({ id, options, chosen, unlisted, onAccept }: SuggestionListProps) {
  return (
    <div className="search-float" hidden={options.length === 0}>
      <div id={id} className="search-list" role="listbox" aria-label="Search suggestions">
        {options.map((option, at) => (
          <div
            key={`${option.kind} ${option.value}`}
            id={`${id}-${at}`}
            className="search-option"
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            ref={at === chosen ? scrollIntoView : undefined}
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
      <p className="search-foot">
        <span>
          {unlisted > 0 ? `${formatCount(unlisted)} more: keep typing` : formatAmount(options.length, "suggestion")}
        </span>
        <span className="search-keys" aria-hidden>
          <KeyCap name="↑" /> <KeyCap name="↓" /> choose <KeyCap name="Tab" /> complete <KeyCap name="Enter" /> search
        </span>
      </p>
    </div>
  );
}

function scrollIntoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}
