/** One number of the running server. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Counts requests by their kind and status class; nothing about who asked. */
export interface RequestCounter {
  readonly count: (route: string, status: number) => void;
  readonly metrics: () => readonly Metric[];
}

/** A counter of requests in bounded memory: routes are a closed list. */
export function createRequestCounter(): RequestCounter {
  const counts = new Map<string, number>();
  return {
    count: (route, status) => {
      const key = `${route} ${String(Math.floor(status / 100))}xx`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    metrics: () =>
      [...counts].sort(byName).map(([key, value]) => {
        const [route = '', status = ''] = key.split(' ');
        return {
          name: 'madang_http_requests_total',
          help: 'Requests answered, by route and class of status.',
          kind: 'counter',
          labels: { route, status },
          value,
        };
      }),
  };
}

function byName(left: readonly [string, number], right: readonly [string, number]): number {
  return left[0] < right[0] ? -1 : 1;
}

/** Prometheus text exposition format, version 0.0.4. */
export function printMetrics(metrics: readonly Metric[]): string {
  const lines: string[] = [];
  const described = new Set<string>();
  for (const metric of metrics) {
    if (!described.has(metric.name)) {
      described.add(metric.name);
      lines.push(`# HELP ${metric.name} ${metric.help}`, `# TYPE ${metric.name} ${metric.kind}`);
    }
    lines.push(`${metric.name}${printLabels(metric.labels)} ${String(metric.value)}`);
  }
  return `${lines.join('\n')}\n`;
}

function printLabels(labels: Readonly<Record<string, string>> | undefined): string {
  if (labels === undefined) return '';
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(',')}}`;
}
