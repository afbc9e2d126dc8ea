// Layers of a graph of dependencies: what waits for nothing on the left, each service right of all it waits for. Services
// that wait for each other are named as a cycle; the drawing then leaves out the edge that closes it.
export type GraphNode = { name: string; layer: number; row: number }
export type GraphEdge = { from: string; to: string; condition: string; closes: boolean }
export type GraphLayout = { nodes: GraphNode[]; edges: GraphEdge[]; layers: number; rows: number; cycle: string[] }

export type Waits = { name: string; after: { name: string; condition: string }[] }

export function layoutGraph(services: readonly Waits[]): GraphLayout {
  const byName = new Map(services.map((service) => [service.name, service]))
  const layers = new Map<string, number>()
  const closing = new Set<string>()
  const trail: string[] = []
  let cycle: string[] = []
  const layerOf = (name: string): number => {
    const known = layers.get(name)
    if (known !== undefined) return known
    trail.push(name)
    let layer = 0
    for (const { name: before } of byName.get(name)?.after ?? []) {
      if (!byName.has(before)) continue
      if (trail.includes(before)) {
        closing.add(`${before} ${name}`)
        if (cycle.length === 0) cycle = trail.slice(trail.indexOf(before))
      } else layer = Math.max(layer, layerOf(before) + 1)
    }
    trail.pop()
    layers.set(name, layer)
    return layer
  }
  for (const { name } of services) layerOf(name)
  const rows = new Map<number, number>()
  const nodes = services.map(({ name }): GraphNode => {
    const layer = layers.get(name) ?? 0
    const row = rows.get(layer) ?? 0
    rows.set(layer, row + 1)
    return { name, layer, row }
  })
  const edges = services.flatMap(({ name, after }) =>
    after
      .filter((before) => byName.has(before.name))
      .map(
        (before): GraphEdge => ({
          from: before.name,
          to: name,
          condition: before.condition,
          closes: closing.has(`${before.name} ${name}`),
        }),
      ),
  )
  return {
    nodes,
    edges,
    layers: Math.max(0, ...nodes.map(({ layer }) => layer + 1)),
    rows: Math.max(0, ...rows.values()),
    cycle,
  }
}
