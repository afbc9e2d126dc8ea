// Asks one host what it knows of a network: its engine, always; a probe, when that was agreed to.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Image } from '@/lib/contract/inventory'
import type { ReachLane } from '@/lib/contract/reach'
import type { Cluster } from '@/server/cluster/types'
import { messageOf } from '@/server/errors'
import type { Gossip, HostFacts } from './doctor-facts'
import { listenScript, probeScript, readListeners, readProbe } from './doctor-script'
import { runProbe } from './probe-container'

type VerboseAnswer = {
  Scope?: string
  Services?: Record<string, { VIP?: string; Tasks?: { Name?: string; EndpointIP?: string }[] | null }> | null
  Containers?: Record<string, { Name?: string; IPv4Address?: string }> | null
}

const readTimeoutMs = 4_000

const ofTheEngine = /^(lb-|ingress-|gateway_)/

/**
 * The name server of each engine answers from what the gossip brought it, and the engine shows that: so wrong and missing
 * addresses are found without running anything anywhere.
 */
const readGossip = async (cluster: Cluster, hostId: string, networkId: string): Promise<Gossip | null> => {
  const answer = await cluster.engine(hostId).json<VerboseAnswer>('GET', `/networks/${encodeURIComponent(networkId)}`, {
    query: { verbose: true },
    timeoutMs: readTimeoutMs,
  })
  // Engines before 17.05 do not tell; that is no empty list.
  if (answer.Scope === 'swarm' && !answer.Services) return null
  const tasks = Object.values(answer.Services ?? {}).flatMap(({ Tasks }) => Tasks ?? [])
  const own = Object.entries(answer.Containers ?? {}).filter(([key]) => !ofTheEngine.test(key))
  return {
    entries: [
      ...tasks.map(({ Name = '', EndpointIP = '' }) => ({ name: Name, address: EndpointIP })),
      ...own.map(([, { Name = '', IPv4Address = '' }]) => ({ name: Name, address: IPv4Address.replace(/\/\d+$/, '') })),
    ].filter(({ address }) => address !== ''),
    virtual: Object.values(answer.Services ?? {}).flatMap(({ VIP }) => (VIP && VIP !== '<nil>' ? [VIP] : [])),
  }
}

/** Small images whose tools are known come first; the asker's own may have none. */
const toolImages = /(^|\/)(busybox|alpine|netshoot|toybox|debian|ubuntu)(:|$)/
const maxImages = 3

export const probeImages = (images: Image[], asker: Container): Image[] => {
  const present = images.filter(({ hostIds }) => hostIds.includes(asker.hostId))
  const known = present.filter(({ tags }) => tags.some((tag) => toolImages.test(tag)))
  const own = present.filter(({ id }) => id === asker.imageId)
  return [...new Set([...known, ...own])].slice(0, maxImages)
}

export const imageName = (image: Image): string => image.tags[0] ?? image.id.replace(/^sha256:/, '').slice(0, 12)

/** Tries image after image until one has what it takes. */
const withImages = async <T>(
  cluster: Cluster,
  namespaceOf: Container,
  images: Image[],
  run: { script: string; args: string[] },
  read: (output: string) => T | null,
): Promise<{ answer: T; image: string } | { answer: null; words: string }> => {
  let words = ''
  for (const image of images) {
    try {
      const output = await runProbe(cluster.engine(namespaceOf.hostId), {
        imageId: image.id,
        namespaceOf: namespaceOf.id,
        ...run,
      })
      const answer = read(output)
      if (answer !== null) return { answer, image: imageName(image) }
      words = output.trim().split('\n').at(-1) ?? ''
    } catch (error) {
      words = messageOf(error)
      if (!/executable file not found|no such file/i.test(words)) break
    }
  }
  return { answer: null, words }
}

export type Question = { lane: ReachLane; name: string; port: number | null; addresses: string[]; probe: boolean }

export const askHost = async (
  cluster: Cluster,
  host: Host,
  asker: Container | null,
  question: Question,
): Promise<HostFacts> => {
  const facts: HostFacts = {
    hostId: host.id,
    hostName: host.name,
    answers: host.state === 'healthy',
    nodeAddress: host.engine?.swarm.nodeAddress ?? null,
    asker,
    gossip: null,
    probe: null,
    problem: null,
    image: null,
  }
  if (!facts.answers || !asker) return facts
  const images = probeImages(cluster.images(), asker)
  facts.image = images[0] ? imageName(images[0]) : null
  const { lane, name, port, addresses } = question
  if (!lane.isLocal) {
    facts.gossip = await readGossip(cluster, host.id, lane.networkId).catch((error: unknown) => {
      facts.problem = { kind: 'not-readable', words: messageOf(error) }
      return null
    })
  }
  if (!question.probe || !lane.hasNames) return facts
  const args = [name, port === null ? '' : String(port), ...addresses]
  const told = await withImages(cluster, asker, images, { script: probeScript, args }, (output) => {
    const answer = readProbe(output)
    const isUseless = answer?.resolved === null && answer.connections.size === 0
    return isUseless ? null : answer
  })
  if (told.answer) Object.assign(facts, { probe: told.answer, image: told.image })
  else if ('words' in told) {
    const lacksTools = images.length === 0 || /executable file not found|no such file|^@/i.test(told.words)
    facts.problem = { kind: lacksTools ? 'no-tools' : 'probe-failed', words: told.words }
  }
  return facts
}

/** The sockets that listen in a container's network namespace. Null: nobody could look. */
export const listenersOf = async (cluster: Cluster, container: Container): Promise<string[] | null> => {
  const run = { script: listenScript, args: [] }
  const told = await withImages(cluster, container, probeImages(cluster.images(), container), run, readListeners)
  return told.answer
}
