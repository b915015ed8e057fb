import { useEffect } from "react";
import { BASE_PATH, client } from "../data/client.ts";
import { countActiveFaults, useFaults } from "../data/faults.ts";
import { refreshInfo, useInfo } from "../data/live.ts";
import { routeTo } from "../data/router.ts";
import { type Settings, settingsStore, useSettings } from "../data/settings.ts";
import { showToast } from "../data/toasts.ts";
import { formatAmount, formatBytes, formatCount } from "../model/format.ts";
import { revealHidden } from "../model/reveal-hidden.ts";
import { SegmentedControl } from "../ui/Button.tsx";
import { RouteLink } from "../ui/RouteLink.tsx";
import "../ui/pane.css";
import { describeEncryption, describeLogin, describeStore, describeStrictness } from "./describe-server.ts";
import "./settings.css";

/** The user's settings, and information about the server. */
export function SettingsView() {
  const now = useSettings((settings) => settings);
  return (
    <div className="panel-body settings" tabIndex={0} role="region" aria-label="Settings">
      <h2>Settings</h2>
      <p className="settings-note">Saved in this browser. Changes apply at once.</p>
      <SettingChoice
        name="Theme"
        help="The colours of the page. Mail has a switch of its own in its preview."
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
        help="Compact shows about a fifth more messages."
        value={now.density}
        onChange={settingSetter("density")}
        options={[
          { value: "comfortable", label: "Comfortable" },
          { value: "compact", label: "Compact" },
        ]}
      />
      <SettingChoice
        name="Threads"
        help="Grouped: replies are in the row of the newest message. A search lists every match."
        value={now.threads}
        onChange={settingSetter("threads")}
        options={[
          { value: "grouped", label: "Grouped" },
          { value: "separate", label: "Separate" },
        ]}
      />
      <SettingChoice
        name="Times"
        help="When a message arrived. The tooltip has the exact time."
        value={now.time}
        onChange={settingSetter("time")}
        options={[
          { value: "24h", label: "24 hours" },
          { value: "12h", label: "12 hours" },
          { value: "relative", label: "Relative" },
        ]}
      />
      <SettingChoice
        name="New mail"
        help="Notifications appear while this page is in the background. The title and the icon of the tab have the unread count."
        value={now.notify ? "notify" : "quiet"}
        onChange={(value) => void setNotifications(value === "notify")}
        options={[
          { value: "quiet", label: "Badge only" },
          { value: "notify", label: "Browser notifications" },
        ]}
      />
      <ServerInfo />
    </div>
  );
}

interface SettingChoiceProps<T extends string> {
  name: string;
  help: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

function SettingChoice<T extends string>({ name, help, ...choice }: SettingChoiceProps<T>) {
  return (
    <div className="settings-choice">
      <div className="settings-name">
        <span aria-hidden>{name}</span>
        <p>{help}</p>
      </div>
      <SegmentedControl label={name} {...choice} />
    </div>
  );
}

/** Returns a setter for one setting. */
function settingSetter<K extends keyof Settings>(name: K): (value: Settings[K]) => void {
  return (value) => settingsStore.dispatch({ [name]: value });
}

/** Requests permission from the browser; the user's answer decides. */
async function setNotifications(notify: boolean): Promise<void> {
  if (!notify) return settingsStore.dispatch({ notify });
  if (!("Notification" in window)) return void showToast("Notifications are not available here.", { kind: "error" });
  const answer = await Notification.requestPermission();
  if (answer === "granted") settingsStore.dispatch({ notify });
  else showToast("Notifications are blocked for this page: see the browser's site settings.", { kind: "error" });
}

/** Version, limits and counts of the server. */
function ServerInfo() {
  const info = useInfo((info) => info);
  const activeFaults = useFaults(countActiveFaults);
  useEffect(() => void refreshInfo(), []);
  if (info === null) return null;
  const { smtp, smtps, lmtp, http, relay, limits, counts, version, label } = info;
  return (
    <section aria-label="Server">
      <h3 className="panel-heading">This server</h3>
      <dl className="facts">
        <dt>Version</dt>
        <dd>{version}</dd>
        {label !== "" && (
          <>
            <dt>Label</dt>
            <dd>{revealHidden(label)}</dd>
          </>
        )}
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
        <dt>API</dt>
        <dd>
          <a href={`${BASE_PATH}api/docs`}>{`${BASE_PATH}api/docs`}</a>
        </dd>
        <dt>Encryption</dt>
        <dd>{describeEncryption(info)}</dd>
        <dt>Login</dt>
        <dd>{describeLogin(info)}</dd>
        <dt>Strict</dt>
        <dd>{describeStrictness(info)}</dd>
        <dt>Relay</dt>
        <dd>{relay === null ? "none: start the server with --relay to release messages" : formatListener(relay)}</dd>
        <dt>Limits</dt>
        <dd>
          {formatAmount(limits.messages, "message")}, {formatBytes(limits.bytes)}; {formatBytes(limits.messageBytes)}{" "}
          each
        </dd>
        <dt>Store</dt>
        <dd>{describeStore(info)}</dd>
        <dt>Stored</dt>
        <dd>
          {formatAmount(counts.messages, "message")}, {formatBytes(counts.bytes)}
          {counts.messages > 0 && <ExportLinks />}
        </dd>
        <dt>Faults</dt>
        <dd>
          <RouteLink to={routeTo({ view: "faults" })}>
            {activeFaults === 0 ? "none active" : formatAmount(activeFaults, "active rule")}
          </RouteLink>
        </dd>
        <dt>Since startup</dt>
        <dd>
          {formatCount(counts.received)} received, {formatCount(counts.evicted)} evicted
        </dd>
      </dl>
    </section>
  );
}

function formatListener(listener: { host: string; port: number | null } | null): string {
  if (listener === null) return "off";
  return listener.port === null ? listener.host : `${listener.host}:${listener.port}`;
}

/** Downloads of all messages. */
function ExportLinks() {
  return (
    <>
      {"; download all as "}
      <a href={client.urlOf("exportMessages", {}, { format: "mbox" }).href} download>
        mbox
      </a>
      {" or "}
      <a href={client.urlOf("exportMessages", {}, { format: "zip" }).href} download>
        zip
      </a>
    </>
  );
}
