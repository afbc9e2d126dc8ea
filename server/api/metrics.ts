// Counters in Prometheus' text form, by hand: a handful of numbers needs no library.

type Labels = Record<string, string>
export type Sample = { labels?: Labels; value: number }
export type Metric = { name: string; help: string; type: 'counter' | 'gauge'; samples: Sample[] }

const escapeLabel = (text: string) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
const labelText = (labels: Labels = {}) => {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escapeLabel(value)}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

export const formatMetrics = (metrics: Metric[]): string =>
  metrics
    .flatMap(({ name, help, type, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
    ])
    .concat('')
    .join('\n')

export type RequestCounter = {
  count(method: string, status: number, durationMs: number): void
  metrics(): Metric[]
}

export const createRequestCounter = (): RequestCounter => {
  const counts = new Map<string, { method: string; status: string; count: number; seconds: number }>()
  return {
    count: (method, status, durationMs) => {
      const group = `${Math.floor(status / 100)}xx`
      const key = `${method} ${group}`
      const entry = counts.get(key) ?? { method, status: group, count: 0, seconds: 0 }
      entry.count += 1
      entry.seconds += durationMs / 1000
      counts.set(key, entry)
    },
    metrics: () => {
      const samples = (value: (entry: { count: number; seconds: number }) => number) =>
        [...counts.values()].map((entry) => ({
          labels: { method: entry.method, status: entry.status },
          value: value(entry),
        }))
      return [
        {
          name: 'lotse_http_requests_total',
          help: 'Requests to the API.',
          type: 'counter',
          samples: samples(({ count }) => count),
        },
        {
          name: 'lotse_http_request_seconds_total',
          help: 'Time spent on them until their head was sent.',
          type: 'counter',
          samples: samples(({ seconds }) => seconds),
        },
      ]
    },
  }
}
