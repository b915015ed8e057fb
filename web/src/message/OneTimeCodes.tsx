import { use } from "react";
import { loadMessage } from "../data/load-message.ts";
import { Button } from "../ui/Button.tsx";
import { copyToClipboard } from "../ui/copy-to-clipboard.ts";

/** The one-time codes of a message, with a button to copy each. */
export function OneTimeCodes({ id }: { id: string }) {
  const { codes } = use(loadMessage(id));
  return codes.map(({ value, label }) => (
    <Button
      key={value}
      size="small"
      title={label}
      onClick={() => void copyToClipboard(value, "Code")}
      data-testid="code"
    >
      Code <code>{value}</code>
    </Button>
  ));
}
