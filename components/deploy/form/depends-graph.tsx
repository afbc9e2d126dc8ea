'use client'
// Which service waits for which, drawn from left to right; the same as words for those who do not see it.
import { useMemo } from 'react'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { ComposeModel } from '@/lib/compose'
import { deployFormPartTexts } from '@/lib/texts/deploy-form-parts'
import { type GraphLayout, layoutGraph } from './graph-layout'

const box = { width: 132, height: 30, gapX: 68, gapY: 16, pad: 12 }
const cut = (name: string) => (name.length > 17 ? `${name.slice(0, 16)}…` : name)

const placeOf = (node: { layer: number; row: number }) => ({
  x: box.pad + node.layer * (box.width + box.gapX),
  y: box.pad + node.row * (box.height + box.gapY),
})

type Props = { model: ComposeModel | null; service: string | null; onService: (name: string) => void }

export function DependsGraph({ model, service, onService }: Props) {
  const t = useTexts(deployFormPartTexts)
  const waits = useMemo(
    () =>
      Object.values(model?.services ?? {}).map(({ name, depends_on }) => ({
        name,
        after: Object.entries(depends_on ?? {}).map(([other, { condition }]) => ({ name: other, condition })),
      })),
    [model],
  )
  const layout = useMemo(() => layoutGraph(waits), [waits])
  return (
    <section className="graph" aria-label={t.graphLabel}>
      {layout.cycle.length > 0 && (
        <p className="form-note" role="alert">
          <StateMark kind="fail" /> {t.cycle(layout.cycle.join(', '))}
        </p>
      )}
      {layout.edges.length === 0 && <p className="ink-2">{t.graphEmpty}</p>}
      <Drawing layout={layout} service={service} onService={onService} />
      <ul className="sr">
        {waits.map(({ name, after }) => (
          <li key={name}>{t.graphRow(name, after.map((other) => other.name).join(', '))}</li>
        ))}
      </ul>
      <p className="graph-key small dim">
        <svg width="28" height="8" aria-hidden="true">
          <path d="M0 4h28" className="edge" />
        </svg>
        {t.until.service_started}
        <svg width="28" height="8" aria-hidden="true">
          <path d="M0 4h28" className="edge healthy" />
        </svg>
        {t.until.service_healthy}
        <svg width="28" height="8" aria-hidden="true">
          <path d="M0 4h28" className="edge ended" />
        </svg>
        {t.until.service_completed_successfully}
      </p>
    </section>
  )
}

const edgeClass: Record<string, string> = {
  service_healthy: 'edge healthy',
  service_completed_successfully: 'edge ended',
}

function Drawing({
  layout,
  service,
  onService,
}: {
  layout: GraphLayout
  service: string | null
  onService: (name: string) => void
}) {
  const t = useTexts(deployFormPartTexts)
  const width = box.pad * 2 + layout.layers * (box.width + box.gapX) - box.gapX
  const height = box.pad * 2 + layout.rows * (box.height + box.gapY) - box.gapY
  const places = new Map(layout.nodes.map((node) => [node.name, placeOf(node)]))
  if (layout.nodes.length === 0) return null
  return (
    <div className="graph-scroll">
      <svg width={width} height={height} role="img" aria-label={t.graphLabel}>
        <title>{t.graphLabel}</title>
        {layout.edges.map((edge) => {
          const from = places.get(edge.from)
          const to = places.get(edge.to)
          if (!from || !to) return null
          const [x1, y1] = [from.x + box.width, from.y + box.height / 2]
          const [x2, y2] = [to.x - 1, to.y + box.height / 2]
          const middle = (x1 + x2) / 2
          return (
            <path
              key={`${edge.from} ${edge.to}`}
              className={edge.closes ? 'edge bad' : (edgeClass[edge.condition] ?? 'edge')}
              d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2 - 5} ${y2}M${x2 - 6} ${y2 - 4}l6 4l-6 4`}
            />
          )
        })}
      </svg>
      {layout.nodes.map((node) => {
        const { x, y } = placeOf(node)
        return (
          <button
            key={node.name}
            type="button"
            className="graph-node"
            aria-current={node.name === service}
            style={{ left: x, top: y, width: box.width, height: box.height }}
            title={node.name}
            onClick={() => onService(node.name)}
          >
            {cut(node.name)}
          </button>
        )
      })}
    </div>
  )
}
