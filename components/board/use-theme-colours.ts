'use client'
// The colours of the theme for a canvas, which knows no variables: read again when the theme changes.
import { useEffect, useState } from 'react'

export type ThemeColours = { surface: string; canvas: string; line: string; idle: string; stacks: string[] }

const read = (): ThemeColours => {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string) => style.getPropertyValue(name).trim()
  return {
    surface: value('--surface'),
    canvas: value('--canvas'),
    line: value('--line-strong'),
    idle: value('--idle'),
    stacks: Array.from({ length: 10 }, (_, n) => value(`--stack-${n + 1}`)),
  }
}

export function useThemeColours(): ThemeColours | null {
  const [colours, setColours] = useState<ThemeColours | null>(null)
  useEffect(() => {
    const update = () => setColours(read())
    update()
    const media = window.matchMedia('(prefers-color-scheme: dark)')
    media.addEventListener('change', update)
    const observer = new MutationObserver(update)
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      media.removeEventListener('change', update)
      observer.disconnect()
    }
  }, [])
  return colours
}
