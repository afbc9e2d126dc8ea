'use client'
// The files of a draft: one is open, compose files show their place in the merge, others are carried along.
import { Plus, Upload, X } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '@/components/ui/button'
import { type DroppedFiles, readPicked } from '@/lib/client/dropped-files'
import { composeFilesOf, type Draft } from './draft'

type Props = {
  draft: Draft
  onOpen: (path: string) => void
  onAdd: () => void
  onFiles: (dropped: DroppedFiles) => void
  onRemove: (path: string) => void
}

export function FileTabs({ draft, onOpen, onAdd, onFiles, onRemove }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  const merged = composeFilesOf(draft.files)
  return (
    <div className="ft">
      <div className="ft-tabs" role="tablist" aria-label="Files">
        {draft.files.map(({ path }) => {
          const place = merged.indexOf(path)
          return (
            <span key={path} className="ft-tab" role="presentation" data-current={path === draft.active}>
              <button
                type="button"
                role="tab"
                aria-selected={path === draft.active}
                title={
                  place < 0 ? `${path}: carried along` : `${path}: number ${place + 1} of ${merged.length} to merge`
                }
                onClick={() => onOpen(path)}
              >
                {path}
                {merged.length > 1 && place >= 0 && <sup>{place + 1}</sup>}
              </button>
            </span>
          )
        })}
      </div>
      {draft.files.length > 1 && (
        <IconButton icon={X} label={`Leave out ${draft.active}`} onClick={() => onRemove(draft.active)} />
      )}
      <IconButton icon={Plus} label="New file" onClick={onAdd} />
      <IconButton icon={Upload} label="Add files from this computer" onClick={() => picker.current?.click()} />
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
