export type Metric = readonly [
  name: string,
  type: "counter" | "gauge",
  help: string,
  value: number,
  labels?: Readonly<Record<string, string>>,
];

/** Formats metrics in Prometheus' text format. Metrics of one name must be next to each other. */
export function formatMetrics(metrics: readonly Metric[]): string {
  let text = "";
  let previous = "";
  for (const [name, type, help, value, labels] of metrics) {
    if (name !== previous) text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    text += `${name}${formatLabels(labels)} ${value}\n`;
    previous = name;
  }
  return text;
}

function formatLabels(labels: Metric[4]): string {
  if (labels === undefined) return "";
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(",")}}`;
}

const escapeLabel = (value: string) => value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
