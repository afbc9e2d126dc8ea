'use client'
// The files of a draft: one is open, compose files show their place in the merge, others are carried along.
import { ArrowUpDown, Plus, Upload, X } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Menu, type MenuItem } from '@/components/ui/menu'
import { type DroppedFiles, readPicked } from '@/lib/client/dropped-files'
import { useTexts } from '@/lib/client/language'
import { deployTexts } from '@/lib/texts/deploy'
import { type Draft, isYaml, mergedFiles } from './draft'

type Props = {
  draft: Draft
  onOpen: (path: string) => void
  onAdd: () => void
  onFiles: (dropped: DroppedFiles) => void
  onRemove: (path: string) => void
  /** The files to merge, in their new order. */
  onOrder: (composeFiles: string[]) => void
}

export function FileTabs({ draft, onOpen, onAdd, onFiles, onRemove, onOrder }: Props) {
  const texts = useTexts(deployTexts)
  const t = texts.tabs
  const picker = useRef<HTMLInputElement>(null)
  const merged = mergedFiles(draft)
  return (
    <div className="ft">
      <div className="ft-tabs" role="tablist" aria-label={texts.files}>
        {draft.files.map(({ path }) => {
          const place = merged.indexOf(path)
          return (
            <span key={path} className="ft-tab" role="presentation" data-current={path === draft.active}>
              <button
                type="button"
                role="tab"
                aria-selected={path === draft.active}
                title={place < 0 ? t.carried(path) : t.merged(path, place + 1, merged.length)}
                onClick={() => onOpen(path)}
              >
                {path}
                {merged.length > 1 && place >= 0 && <sup>{place + 1}</sup>}
              </button>
            </span>
          )
        })}
      </div>
      {draft.files.length > 1 && isYaml(draft.active) && (
        <Menu
          button={{ className: 'icon-btn', label: t.more(draft.active), content: <Icon icon={ArrowUpDown} small /> }}
          items={orderItems(t, merged, draft.active, onOrder)}
        />
      )}
      {draft.files.length > 1 && (
        <IconButton icon={X} label={t.leaveOut(draft.active)} onClick={() => onRemove(draft.active)} />
      )}
      <IconButton icon={Plus} label={t.newFile} onClick={onAdd} />
      <IconButton icon={Upload} label={t.add} onClick={() => picker.current?.click()} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const input = event.currentTarget
          if (input.files) void readPicked(input.files).then(onFiles)
          input.value = ''
        }}
      />
    </div>
  )
}

function orderItems(
  t: (typeof deployTexts)['en']['tabs'],
  merged: string[],
  path: string,
  onOrder: Props['onOrder'],
): MenuItem[] {
  const at = merged.indexOf(path)
  if (at < 0) return [{ id: 'merge', label: t.merge, onSelect: () => onOrder([...merged, path]) }]
  const others = merged.filter((other) => other !== path)
  const placed = (to: number) => onOrder([...others.slice(0, to), path, ...others.slice(to)])
  return [
    ...(at > 0 ? [{ id: 'earlier', label: t.earlier, onSelect: () => placed(at - 1) }] : []),
    ...(at < others.length ? [{ id: 'later', label: t.later, onSelect: () => placed(at + 1) }] : []),
    ...(others.length > 0 ? [{ id: 'carry', label: t.carry, onSelect: () => onOrder(others) }] : []),
  ]
}
