'use client'
// All keys in one place, and the switch that turns single keys off.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Switch } from '@/components/ui/field'
import { setSingleKeys, singleKeysOn } from '@/lib/client/keys'
import { useTexts } from '@/lib/client/language'
import { frameTexts } from '@/lib/texts/frame'
import { pages } from './pages'

type Row = { keys: string[]; does: string }

const rowsOf = (t: (typeof frameTexts)['en']) => ({
  everywhere: [
    { keys: [t.keyMap.caps.Ctrl, 'K'], does: t.keyMap.palette },
    { keys: ['d'], does: t.keyMap.deploy },
    { keys: ['/'], does: t.keyMap.filter },
    { keys: ['[', ']'], does: t.keyMap.tabs },
    { keys: ['?'], does: t.keyMap.thisList },
  ],
  list: [
    { keys: ['↑', '↓'], does: t.keyMap.walk },
    { keys: [t.keyMap.caps.Enter], does: t.keyMap.open },
    { keys: [t.keyMap.caps.Space], does: t.keyMap.select },
    { keys: [t.keyMap.caps.Shift, '↑↓'], does: t.keyMap.range },
    { keys: [t.keyMap.caps.Esc], does: t.keyMap.clear },
  ],
  goTo: pages.flatMap((page) => (page.key ? [{ keys: ['g', page.key], does: t.pages[page.id] }] : [])),
  log: [
    { keys: ['s'], does: t.keyMap.searchLog },
    { keys: [t.keyMap.caps.Enter], does: t.keyMap.nextHit },
    { keys: [t.keyMap.caps.Shift, t.keyMap.caps.Enter], does: t.keyMap.previousHit },
    { keys: [t.keyMap.caps.End], does: t.keyMap.followLog },
  ],
  text: [{ keys: [t.keyMap.caps.Esc, 'Tab'], does: t.keyMap.leaveText }],
  container: [
    { keys: ['l'], does: t.keyMap.logs },
    { keys: ['t'], does: t.keyMap.terminal },
    { keys: ['m'], does: t.keyMap.move },
    { keys: ['r'], does: t.keyMap.restart },
  ],
})

const KeyList = ({ title, rows }: { title: string; rows: Row[] }) => (
  <section>
    <h3 className="lbl">{title}</h3>
    <ul className="scope">
      {rows.map((row) => (
        <li key={row.does}>
          <span className="w-28 flex-none">
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
  const t = useTexts(frameTexts)
  const rows = rowsOf(t)
  const [on, setOn] = useState(singleKeysOn)
  return (
    <Dialog
      title={t.keyMap.title}
      broad
      onClose={onClose}
      footer={
        <>
          <Switch
            label={t.keyMap.single}
            checked={on}
            onChange={(next) => {
              setOn(next)
              setSingleKeys(next)
            }}
          />
          <Button onClick={onClose}>{t.keyMap.close}</Button>
        </>
      }
    >
      <div className="grid gap-x-8 sm:grid-cols-2">
        <KeyList title={t.keyMap.everywhere} rows={rows.everywhere} />
        <KeyList title={t.keyMap.goTo} rows={rows.goTo} />
        <KeyList title={t.keyMap.inList} rows={rows.list} />
        <KeyList title={t.keyMap.inLog} rows={rows.log} />
        <KeyList title={t.keyMap.inText} rows={rows.text} />
        <KeyList title={t.keyMap.onContainer} rows={rows.container} />
      </div>
    </Dialog>
  )
}
