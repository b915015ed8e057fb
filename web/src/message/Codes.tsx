import { use } from "react";
import { Button } from "../ui/Button.tsx";
import { copy } from "../ui/copy.ts";
import { loadMessage } from "./load.ts";

/** The one-time codes of a message, each to be copied. */
export function Codes({ id }: { id: string }) {
  const { codes } = use(loadMessage(id));
  return codes.map(({ value, label }) => (
    <Button key={value} size="small" title={label} onClick={() => void copy(value, "Code")} data-testid="code">
      Code <code>{value}</code>
    </Button>
  ));
}
