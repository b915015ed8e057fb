import { useEffect } from "react";
import { refreshInfo, useInfo } from "../data/live.ts";
import { type Settings, settingsStore, useSettings } from "../data/settings.ts";
import { showToast } from "../data/toasts.ts";
import { formatBytes, formatCount } from "../model/format.ts";
import { SegmentedControl } from "../ui/Button.tsx";
import "../ui/pane.css";
import "./settings.css";

/** What a person chooses about the page, and what the server says of itself. */
export function SettingsView() {
  const now = useSettings((settings) => settings);
  return (
    <div className="room-body settings" tabIndex={0} role="region" aria-label="Settings">
      <h2>Settings</h2>
      <p className="settings-note">Kept in this browser. Each works as it is chosen.</p>
      <SettingChoice
        name="Theme"
        value={now.theme}
        onChange={settingSetter("theme")}
        options={[
          { value: "system", label: "System" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
      <SettingChoice
        name="Rows"
        value={now.density}
        onChange={settingSetter("density")}
        options={[
          { value: "comfortable", label: "Comfortable" },
          { value: "compact", label: "Compact" },
        ]}
      />
      <SettingChoice
        name="Times"
        value={now.time}
        onChange={settingSetter("time")}
        options={[
          { value: "relative", label: "Relative" },
          { value: "24h", label: "24 hours" },
          { value: "12h", label: "12 hours" },
        ]}
      />
      <SettingChoice
        name="New mail"
        value={now.notify ? "notify" : "quiet"}
        onChange={(value) => void setNotifications(value === "notify")}
        options={[
          { value: "quiet", label: "Count only" },
          { value: "notify", label: "Notify" },
        ]}
      />
      <ServerInfo />
    </div>
  );
}

interface SettingChoiceProps<T extends string> {
  name: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

function SettingChoice<T extends string>({ name, ...choice }: SettingChoiceProps<T>) {
  return (
    <div className="settings-choice">
      <span aria-hidden>{name}</span>
      <SegmentedControl label={name} {...choice} />
    </div>
  );
}

/** Sets one of them. */
function settingSetter<K extends keyof Settings>(name: K): (value: Settings[K]) => void {
  return (value) => settingsStore.dispatch({ [name]: value });
}

/** The browser asks the person; what they answer decides. */
async function setNotifications(notify: boolean): Promise<void> {
  if (!notify) return settingsStore.dispatch({ notify });
  if (!("Notification" in window)) return void showToast("This browser has no notifications here.", { kind: "error" });
  const answer = await Notification.requestPermission();
  if (answer === "granted") settingsStore.dispatch({ notify });
  else showToast("The browser does not allow notifications from this page: see its site settings.", { kind: "error" });
}

/** What runs, within which limits. */
function ServerInfo() {
  const info = useInfo((info) => info);
  useEffect(() => void refreshInfo(), []);
  if (info === null) return null;
  const { smtp, smtps, lmtp, http, limits, counts, version } = info;
  return (
    <section aria-label="Server">
      <h3 className="room-heading">This server</h3>
      <dl className="facts">
        <dt>Version</dt>
        <dd>{version}</dd>
        <dt>SMTP</dt>
        <dd>
          {formatListener(smtp)}
          {info.starttls && ", with STARTTLS"}
        </dd>
        {smtps !== null && (
          <>
            <dt>SMTPS</dt>
            <dd>{formatListener(smtps)}</dd>
          </>
        )}
        {lmtp !== null && (
          <>
            <dt>LMTP</dt>
            <dd>{formatListener(lmtp)}</dd>
          </>
        )}
        <dt>Page and API</dt>
        <dd>{formatListener(http)}</dd>
        <dt>Keeps at most</dt>
        <dd>
          {formatCount(limits.messages)} messages, {formatBytes(limits.bytes)}; {formatBytes(limits.messageBytes)} each
        </dd>
        <dt>Holds</dt>
        <dd>
          {formatCount(counts.messages)} messages, {formatBytes(counts.bytes)}
        </dd>
        <dt>Since the start</dt>
        <dd>
          {formatCount(counts.received)} received, {formatCount(counts.evicted)} dropped to make room
        </dd>
      </dl>
    </section>
  );
}

function formatListener(listener: { host: string; port: number | null } | null): string {
  if (listener === null) return "off";
  return listener.port === null ? listener.host : `${listener.host}:${listener.port}`;
}
