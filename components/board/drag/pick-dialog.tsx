'use client'
// Asks for a place where there may be many: a field for names above the lists as soon as there are more than one sees at once.
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Input } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'

const filterFrom = 8

type Props = {
  title: string
  filter: string
  /** How many places there are in all. */
  count: number
  onClose: () => void
  /** `isWanted`: of a name, in which what is typed occurs. */
  children: (isWanted: (place: { name: string }) => boolean) => ReactNode
}

export function PickDialog({ title, filter, count, onClose, children }: Props) {
  const ui = useTexts(uiTexts)
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <Button look="ghost" onClick={onClose}>
          {ui.cancel}
        </Button>
      }
    >
      {count >= filterFrom && (
        <Input
          aria-label={filter}
          placeholder={filter}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {children(({ name }) => name.toLowerCase().includes(wanted))}
    </Dialog>
  )
}
