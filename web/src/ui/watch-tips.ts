/** A tooltip: the `title` of an element, and where that is on the screen. */
export interface Tip {
  readonly text: string;
  readonly anchor: DOMRect;
}

/** Milliseconds that the pointer rests on an element before its tooltip is shown. */
const DELAY_MS = 200;

/** A frame's title is for screen readers: over it, the pointer is in another document. */
const TITLED = "[title]:not(iframe, [title=''])";

/**
 * Reports the tooltip to show for the element under the pointer or that the keys moved the focus to. While it is shown for the pointer, the
 * element has no `title`, so that the browser does not show its own.
 *
 * @returns a function that stops it
 */
export function watchTips(show: (tip: Tip | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The element whose title was taken away, and the title. */
  let taken: { readonly element: HTMLElement; readonly title: string } | null = null;

  const hide = () => {
    clearTimeout(timer);
    // React may have set a new one meanwhile.
    if (taken !== null && !taken.element.hasAttribute("title")) taken.element.title = taken.title;
    taken = null;
    show(null);
  };
  const showFor = (element: HTMLElement, title: string) => {
    if (element.isConnected) show({ text: title, anchor: element.getBoundingClientRect() });
  };
  const onPointerOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === "touch" || !(target instanceof Element) || taken?.element.contains(target) === true) return;
    hide();
    const element = target.closest<HTMLElement>(TITLED);
    if (element === null) return;
    const { title } = element;
    taken = { element, title };
    element.removeAttribute("title");
    timer = setTimeout(showFor, DELAY_MS, element, title);
  };
  /** Whether a key is down that moves the focus. A dialog that opens moves it too, before it has its place. */
  let isFocusMoved = false;
  const onKeyDown = ({ key }: KeyboardEvent) => {
    isFocusMoved = key === "Tab" || key.startsWith("Arrow");
    hide();
  };
  const onKeyUp = () => {
    isFocusMoved = false;
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!isFocusMoved || !(target instanceof HTMLElement) || !target.matches(`${TITLED}:focus-visible`)) return;
    hide();
    timer = setTimeout(showFor, DELAY_MS, target, target.title);
  };
  const watched = [
    ["pointerover", onPointerOver],
    ["focusin", onFocus],
    ["focusout", hide],
    ["pointerdown", hide],
    ["keydown", onKeyDown],
    ["keyup", onKeyUp],
    ["scroll", hide],
    ["blur", hide],
  ] as const;
  for (const [type, listener] of watched) addEventListener(type, listener as EventListener, true);
  document.documentElement.addEventListener("pointerleave", hide);
  return () => {
    hide();
    for (const [type, listener] of watched) removeEventListener(type, listener as EventListener, true);
    document.documentElement.removeEventListener("pointerleave", hide);
  };
}
