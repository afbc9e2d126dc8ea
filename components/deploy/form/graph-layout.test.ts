import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutGraph, type Waits } from './graph-layout'

const waits = (name: string, ...after: string[]): Waits => ({
  name,
  after: after.map((other) => ({ name: other, condition: 'service_started' })),
})

describe('the layers of a graph', () => {
  it('puts each service right of all it waits for', () => {
    const { nodes, layers, rows } = layoutGraph([
      waits('web', 'api'),
      waits('api', 'db', 'cache'),
      waits('db'),
      waits('cache'),
    ])
    expect(Object.fromEntries(nodes.map(({ name, layer }) => [name, layer]))).toEqual({
      web: 2,
      api: 1,
      db: 0,
      cache: 0,
    })
    expect([layers, rows]).toEqual([3, 2])
  })
  it('names a cycle and marks the edge that closes it', () => {
    const { cycle, edges } = layoutGraph([waits('a', 'b'), waits('b', 'c'), waits('c', 'a')])
    expect(cycle).toEqual(['a', 'b', 'c'])
    expect(edges.filter(({ closes }) => closes)).toHaveLength(1)
  })
  it('ends for any graph, and draws every open edge to the right', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const graph = fc
      .tuple(...names.map(() => fc.subarray([...names, 'gone'])))
      .map((lists) => lists.map((list, at) => waits(names[at] ?? '', ...list)))
    fc.assert(
      fc.property(graph, (services) => {
        const { nodes, edges } = layoutGraph(services)
        const layer = new Map(nodes.map((node) => [node.name, node.layer]))
        for (const { from, to, closes } of edges) if (!closes) expect(layer.get(from)).toBeLessThan(layer.get(to) ?? -1)
      }),
    )
  })
})
