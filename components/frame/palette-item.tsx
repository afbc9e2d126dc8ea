'use client'
// One line of the palette: what it is, and of which kind.
import { Command } from 'cmdk'
import type { ReactNode } from 'react'

type Props = {
  /** What is searched. With what was typed in it, it is found whatever the palette's own search thinks of it. */
  value: string
  kind: string
  onSelect: () => void
  children: ReactNode
}

export const PaletteItem = ({ value, kind, onSelect, children }: Props) => (
  <Command.Item className="menu-item" value={value} onSelect={onSelect}>
    {children}
    <span className="dim">{kind}</span>
  </Command.Item>
)
