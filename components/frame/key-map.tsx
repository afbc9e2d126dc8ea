'use client'
// All keys in one place, and the switch that turns single keys off.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Switch } from '@/components/ui/field'
import { setSingleKeys, singleKeysOn } from '@/lib/client/keys'
import { useTexts } from '@/lib/client/language'
import { frameTexts } from '@/lib/texts/frame'
import { keyMapTexts } from '@/lib/texts/key-map'
import { pages } from './pages'

type Row = { keys: string[]; does: string }

const rowsOf = (frame: (typeof frameTexts)['en'], t: (typeof keyMapTexts)['en']) => ({
  everywhere: [
    { keys: [frame.caps.Ctrl, 'K'], does: t.palette },
    { keys: ['d'], does: t.deploy },
    { keys: ['/'], does: t.filter },
    { keys: ['[', ']'], does: t.tabs },
    { keys: ['?'], does: t.thisList },
  ],
  list: [
    { keys: ['↑', '↓'], does: t.walk },
    { keys: [frame.caps.Enter], does: t.open },
    { keys: [frame.caps.Space], does: t.select },
    { keys: [frame.caps.Shift, '↑↓'], does: t.range },
    { keys: [frame.caps.Esc], does: t.clear },
  ],
  goTo: pages.flatMap((page) => (page.key ? [{ keys: ['g', page.key], does: frame.pages[page.id] }] : [])),
  log: [
    { keys: ['s'], does: t.searchLog },
    { keys: [frame.caps.Enter], does: t.nextHit },
    { keys: [frame.caps.Shift, frame.caps.Enter], does: t.previousHit },
    { keys: [frame.caps.End], does: t.followLog },
  ],
  text: [{ keys: [frame.caps.Esc, 'Tab'], does: t.leaveText }],
  container: [
    { keys: ['l'], does: t.logs },
    { keys: ['t'], does: t.terminal },
    { keys: ['m'], does: t.move },
    { keys: ['r'], does: t.restart },
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
  const t = useTexts(keyMapTexts)
  const rows = rowsOf(useTexts(frameTexts), t)
  const [on, setOn] = useState(singleKeysOn)
  return (
    <Dialog
      title={t.title}
      broad
      onClose={onClose}
      footer={
        <>
          <Switch
            label={t.single}
            checked={on}
            onChange={(next) => {
              setOn(next)
              setSingleKeys(next)
            }}
          />
          <Button onClick={onClose}>{t.close}</Button>
        </>
      }
    >
      <div className="grid gap-x-8 sm:grid-cols-2">
        <KeyList title={t.everywhere} rows={rows.everywhere} />
        <KeyList title={t.goTo} rows={rows.goTo} />
        <KeyList title={t.inList} rows={rows.list} />
        <KeyList title={t.inLog} rows={rows.log} />
        <KeyList title={t.inText} rows={rows.text} />
        <KeyList title={t.onContainer} rows={rows.container} />
      </div>
    </Dialog>
  )
}
