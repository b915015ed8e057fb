import type { MouseEvent } from "react";
import "./skip-link.css";

/** Id of the part of the page beside the sidebar. */
export const CONTENT_ID = "content";

/** The first control of the page: leads past the sidebar, whose links may be many. Shown only while it has the focus. */
export function SkipLink() {
  return (
    <a className="skip-link" href={`#${CONTENT_ID}`} onClick={skipToContent}>
      Skip to content
    </a>
  );
}

/** Focuses the list, whose keys work then, or else all of the content. Leaves the URL as it is. */
function skipToContent(event: MouseEvent): void {
  event.preventDefault();
  const content = document.getElementById(CONTENT_ID);
  const list = content?.querySelector<HTMLElement>(".list-scroll");
  if (list) list.focus();
  else if (content) focusOnce(content);
}

/** Focuses an element that cannot have the focus otherwise: a click into it leaves the focus to the page. */
function focusOnce(element: HTMLElement): void {
  element.tabIndex = -1;
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  element.focus();
}
