import "./key.css";

/** A key as it is printed on a keyboard. */
export function Key({ name }: { name: string }) {
  return (
    <kbd className="key" aria-hidden>
      {name}
    </kbd>
  );
}
