'use client'
// Networks, volumes and images in the palette: asked for once there are letters to look for, and no more shown than help.
import { Command } from 'cmdk'
import { Icon } from '@/components/ui/icon'
import { shortId } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useImages, useVolumes } from '@/lib/client/use-inventory'
import { useNetworks } from '@/lib/client/use-networks'
import { frameTexts } from '@/lib/texts/frame'
import { paletteTexts } from '@/lib/texts/palette'
import { pages } from './pages'
import { PaletteItem } from './palette-item'
import { namedAs } from './palette-words'

const shown = 6
const shortest = 2

type Kind = 'networks' | 'volumes' | 'images'
type Thing = { id: string; name: string; where: string; href: string }

const iconOf = (kind: Kind) => pages.find(({ id }) => id === kind)?.icon

export function PaletteThings({ asked, onGo }: { asked: string; onGo: (href: string) => void }) {
  const t = useTexts(frameTexts).pages
  const words = useTexts(paletteTexts)
  const isAsked = asked.length >= shortest
  const networks = useNetworks(isAsked).data ?? []
  const volumes = useVolumes(isAsked).data ?? []
  const images = useImages(isAsked).data ?? []
  if (!isAsked) return null
  const found = (things: Thing[]) =>
    things.filter(({ name, where }) => namedAs(`${name} ${where}`, asked)).slice(0, shown)
  const groups: [Kind, Thing[]][] = [
    [
      'networks',
      networks.map(({ id, displayName, driver }) => ({
        id,
        name: displayName,
        where: driver,
        href: `/networks/${encodeURIComponent(id)}`,
      })),
    ],
    [
      'volumes',
      volumes.map(({ hostId, hostName, name }) => ({
        id: `${hostId} ${name}`,
        name: /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name,
        where: hostName,
        href: `/volumes?q=${encodeURIComponent(name)}`,
      })),
    ],
    [
      'images',
      images.map(({ id, tags }) => ({
        id,
        name: tags[0] ?? shortId(id),
        where: '',
        href: `/images?q=${encodeURIComponent(tags[0] ?? id)}`,
      })),
    ],
  ]
  return groups
    .map(([kind, things]) => [kind, found(things)] as const)
    .filter(([, things]) => things.length > 0)
    .map(([kind, things]) => (
      <Command.Group key={kind} heading={t[kind]}>
        {things.map(({ id, name, where, href }) => {
          const icon = iconOf(kind)
          return (
            <PaletteItem
              key={`${id} ${asked}`}
              value={`${kind} ${id} ${asked}`}
              kind={where || words.image}
              onSelect={() => onGo(href)}
            >
              {icon && <Icon icon={icon} small />}
              <span className="cut">{name}</span>
            </PaletteItem>
          )
        })}
      </Command.Group>
    ))
}
