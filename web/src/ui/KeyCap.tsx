import "./key-cap.css";

/** A key as it is printed on a keyboard. */
export function KeyCap({ name }: { name: string }) {
  return (
    <kbd className="key" aria-hidden>
      {name}
    </kbd>
  );
}
