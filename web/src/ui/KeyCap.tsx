import "./key-cap.css";

/** A key, drawn like on a keyboard. */
export function KeyCap({ name }: { name: string }) {
  return (
    <kbd className="key" aria-hidden>
      {name}
    </kbd>
  );
}
