import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { getKnownValues } from "../data/known-values.ts";
import { enterList } from "../data/message-actions.ts";
import { currentRoute } from "../data/router.ts";
import { useSavedSearches } from "../data/saved-searches.ts";
import { noteSearch, useRecentSearches } from "../data/search-history.ts";
import { completeQuery, countUnlistedValues, hasBegunWord, type Suggestion, suggest } from "./suggestions.ts";
import { findQueryProblem, useQueryInRoute } from "./use-query-in-route.ts";

/** The state of the search box, and what it does. */
interface SearchBoxState {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly options: readonly Suggestion[];
  /** Number of values that would also continue the text, but are not among the suggestions. */
  readonly unlisted: number;
  /** Index of the chosen suggestion; -1 if there is none. */
  readonly chosen: number;
  /** Why the text is no valid search; "" if it is, or while a suggestion may complete it. */
  readonly problem: string;
  readonly type: (text: string) => void;
  readonly acceptSuggestion: (option: Suggestion) => void;
  readonly leave: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Suggestions appear while a word is typed, and on arrow down before one: all of them would cover the rows. */
export function useSearchBox(): SearchBoxState {
  const [text, setText] = useState(() => currentRoute().q);
  const [chosen, setChosen] = useState(-1);
  const [isOpen, setIsOpen] = useState(false);
  /** Whether arrow down asked for suggestions where no word has begun. */
  const [isAsked, setIsAsked] = useState(false);
  /** After Enter, the problem is shown even if a suggestion may solve it. */
  const [isRefused, setIsRefused] = useState(false);
  const recent = useRecentSearches();
  const saved = useSavedSearches();
  const input = useRef<HTMLInputElement>(null);
  const writeQuery = useQueryInRoute(text, setText);
  const isBetweenWords = !hasBegunWord(text);
  const sources = isOpen && (!isBetweenWords || isAsked) ? { ...getKnownValues(), recent, saved } : null;
  const options = sources === null ? [] : suggest(text, sources);
  const unlisted = sources === null ? 0 : countUnlistedValues(text, sources);
  const problem = isRefused || (isOpen && options.length === 0) ? findQueryProblem(text) : "";

  const close = () => {
    setIsOpen(false);
    setIsAsked(false);
    setChosen(-1);
  };
  const type = (next: string) => {
    setText(next);
    setChosen(-1);
    setIsRefused(false);
    setIsAsked(false);
    setIsOpen(next !== "");
  };
  const acceptSuggestion = (option: Suggestion) => {
    type(completeQuery(text, option));
    if (option.kind === "search") close();
    input.current?.focus();
  };
  const submit = () => {
    if (findQueryProblem(text) !== "") {
      const [only, ...others] = options;
      if (only !== undefined && others.length === 0) return acceptSuggestion(only);
      close();
      return setIsRefused(true);
    }
    close();
    writeQuery(text);
    noteSearch(text.trim());
    void enterList();
  };
  const onArrowDown = () => {
    if (options.length > 0) setChosen((chosen + 1) % options.length);
    else if (isBetweenWords) {
      setIsOpen(true);
      setIsAsked(true);
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
  const leave = () => {
    close();
    if (findQueryProblem(text) === "") noteSearch(text.trim());
  };

  return { input, text, options, unlisted, chosen, problem, type, acceptSuggestion, leave, onKeyDown };
}
