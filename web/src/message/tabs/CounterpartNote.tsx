import type { Tab } from "../../model/route.ts";

/** Says why another tab is shown than the one that was requested. */
export function CounterpartNote({ requested }: { requested: Tab }) {
  return (
    <p className="counterpart-note" data-testid="counterpart-note">
      {requested === "text" ? "No text part: this is the HTML." : "No HTML part: this is the text."}
    </p>
  );
}
