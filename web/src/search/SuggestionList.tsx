import type { Suggestion } from "./suggestions.ts";

interface SuggestionListProps {
  id: string;
  options: readonly Suggestion[];
  /** Index of the chosen one; -1 if there is none. */
  chosen: number;
  onAccept: (option: Suggestion) => void;
}

export function SuggestionList({ id, options, chosen, onAccept }: SuggestionListProps) {
  return (
    <div id={id} className="search-list" role="listbox" aria-label="Search suggestions" hidden={options.length === 0}>
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
  );
}

function scrollIntoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}
