import { parseQuery } from "@mailglass/shared";
import { useEffect, useEffectEvent, useRef } from "react";
import { currentRoute, navigate, routeTo, useRoute } from "../data/router.ts";
import { mayBecomeOperator } from "./suggestions.ts";

/** The URL is updated this many milliseconds after the last key, because each update causes a request. */
const TYPING_DELAY_MS = 120;

/** The delay while the last word may become an operator: its first letters are hardly what is searched for. */
const OPERATOR_DELAY_MS = 1_000;

/** Returns why a text is not a valid search; "" if it is. */
export function findQueryProblem(text: string): string {
  const parsed = parseQuery(text.trim(), Date.now());
  return parsed.type === "error" ? parsed.message : "";
}

/**
 * Keeps text and URL in sync: typing updates the URL after a pause, but not while the text is no valid search, for
 * example an operator without its value; back and forward update the text.
 *
 * @returns a function that updates the URL at once
 */
export function useQueryInRoute(text: string, setText: (text: string) => void): (text: string) => void {
  const q = useRoute((route) => route.q);
  const written = useRef(q);
  const write = (next: string) => {
    const query = next.trim();
    if (query === written.current || findQueryProblem(query) !== "") return;
    written.current = query;
    const { view, id, tab } = currentRoute();
    // An open message stays open during a search.
    navigate(routeTo(view === "messages" ? { q: query, id, tab } : { q: query }), "replace");
  };
  const writeTyped = useEffectEvent(() => write(text));
  useEffect(() => {
    if (q === written.current) return;
    written.current = q;
    setText(q);
  }, [q, setText]);
  useEffect(() => {
    if (text.trim() === written.current) return undefined;
    const timer = setTimeout(writeTyped, mayBecomeOperator(text) ? OPERATOR_DELAY_MS : TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return write;
}
