import { Command as List } from "cmdk";
import { useEffect, useRef } from "react";
import { openMessage } from "../data/message-actions.ts";
import { closeOverlay } from "../data/overlay.ts";
import { useInbox } from "../data/stores.ts";
import { formatMailbox } from "../model/format.ts";
import { KeyCap } from "../ui/KeyCap.tsx";
import { COMMANDS, isAvailable } from "./commands.ts";
import { formatKey } from "./keyboard-shortcuts.ts";
import "./commands.css";

/** Number of newest messages that can be opened by subject. */
const MAX_PALETTE_MESSAGES = 50;

function closeAndRun(action: () => void): void {
  closeOverlay();
  action();
}

/** Matches if each word occurs in the name. Fuzzy matching of scattered letters gave unwanted results. */
function matchesWords(name: string, typed: string): number {
  const words = typed.toLowerCase().split(/\s+/);
  return words.every((word) => name.toLowerCase().includes(word)) ? 1 : 0;
}

/** Lists all commands by name. */
export function CommandPalette({ text, onText }: { text: string; onText: (text: string) => void }) {
  const rows = useInbox((inbox) => inbox.rows);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const commands = COMMANDS.filter((command) => !command.keysOnly && isAvailable(command));
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <List className="palette" label="Commands" loop filter={matchesWords} data-testid="palette">
      <List.Input
        ref={input}
        value={text}
        onValueChange={onText}
        className="palette-input"
        placeholder="Search commands and messages"
      />
      <List.List className="palette-list">
        <List.Empty>No matching command or message</List.Empty>
        {groups.map((group) => (
          <List.Group key={group} heading={group}>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <List.Item key={command.id} value={command.title} onSelect={() => closeAndRun(command.run)}>
                  <span className="palette-title">{command.title}</span>
                  {command.keys[0] !== undefined && <KeyCap name={formatKey(command.keys[0])} />}
                </List.Item>
              ))}
          </List.Group>
        ))}
        <List.Group heading="Messages">
          {rows.slice(0, MAX_PALETTE_MESSAGES).map((row) => (
            <List.Item
              key={row.id}
              value={`${row.subject} ${row.id}`}
              onSelect={() => closeAndRun(() => openMessage(row.id))}
            >
              <span className="palette-title">{row.subject || "(no subject)"}</span>
              <span className="palette-aside">{row.from ? formatMailbox(row.from) : row.sender}</span>
            </List.Item>
          ))}
        </List.Group>
      </List.List>
    </List>
  );
}
