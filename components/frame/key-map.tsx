'use client'
// All keys in one place, and the switch that turns single keys off.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Switch } from '@/components/ui/field'
import { setSingleKeys, singleKeysOn } from '@/lib/client/keys'
import { pages } from './pages'

type Row = { keys: string[]; does: string }

const everywhere: Row[] = [
  { keys: ['Ctrl', 'K'], does: 'go to or do something' },
  { keys: ['d'], does: 'deploy' },
  { keys: ['/'], does: 'filter or search on this page' },
  { keys: ['[', ']'], does: 'previous and next tab' },
  { keys: ['?'], does: 'this list' },
]
const lists: Row[] = [
  { keys: ['↑', '↓'], does: 'walk through rows' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['Space'], does: 'select' },
  { keys: ['Shift', '↑↓'], does: 'select a range' },
  { keys: ['Esc'], does: 'clear the selection' },
]
const go: Row[] = pages.flatMap((page) => (page.key ? [{ keys: ['g', page.key], does: page.name }] : []))
const container: Row[] = [
  { keys: ['l'], does: 'logs' },
  { keys: ['r'], does: 'restart' },
]

const KeyList = ({ title, rows }: { title: string; rows: Row[] }) => (
  <section>
    <h3 className="lbl">{title}</h3>
    <ul className="scope">
      {rows.map((row) => (
        <li key={row.does}>
          <span className="w-20 flex-none">
            {row.keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
          {row.does}
        </li>
      ))}
    </ul>
  </section>
)

export function KeyMap({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(singleKeysOn)
  return (
    <Dialog
      title="Keys"
      broad
      onClose={onClose}
      footer={
        <>
          <Switch
            label="Single keys"
            checked={on}
            onChange={(next) => {
              setOn(next)
              setSingleKeys(next)
            }}
          />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="grid gap-x-8 sm:grid-cols-2">
        <KeyList title="Everywhere" rows={everywhere} />
        <KeyList title="Go to" rows={go} />
        <KeyList title="In a list" rows={lists} />
        <KeyList title="On a container" rows={container} />
      </div>
    </Dialog>
  )
}
