// xterm.js on an element: loaded only when a terminal is opened, drawn with elements, which the policy of our pages allows and
// which needs no graphics card.
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import type { TerminalSize } from '@/lib/client/terminal-connection'

export type Screen = {
  write(bytes: Uint8Array | string, done?: () => void): void
  size(): TerminalSize
  focus(): void
  /** The selection, else all lines. */
  text(): string
  dispose(): void
}

type ScreenOptions = {
  label: string
  onInput: (bytes: Uint8Array) => void
  onResize: (size: TerminalSize) => void
  /** The key that leaves the terminal was pressed: it keeps every other. */
  onLeave: () => void
}

const keptLines = 10_000
const dark = {
  black: '#1b262c',
  red: '#ef7a6e',
  green: '#6cc3a0',
  yellow: '#d9b45b',
  blue: '#7fb0e8',
  magenta: '#c79be0',
}
const rest = { cyan: '#66c4cf', white: '#d7e0e4', brightBlack: '#7d8c94', brightWhite: '#ffffff' }

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

const allText = (terminal: Terminal): string => {
  const { active } = terminal.buffer
  const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
  return lines.join('\n').trimEnd()
}

const fontSize = 12.5
const fontFamily = () => colour('--font-mono') || 'monospace'

/** Cells are measured once, by the font that is there then. */
export const loadFont = async (): Promise<void> => {
  await document.fonts.load(`${fontSize}px ${fontFamily()}`).catch(() => undefined)
}

export function openScreen(element: HTMLElement, { label, onInput, onResize, onLeave }: ScreenOptions): Screen {
  const ink = colour('--terminal-ink')
  const ground = colour('--terminal')
  const terminal = new Terminal({
    fontFamily: fontFamily(),
    fontSize,
    lineHeight: 1.25,
    scrollback: keptLines,
    cursorBlink: false,
    macOptionIsMeta: true,
    minimumContrastRatio: 4.5,
    theme: { ...dark, ...rest, background: ground, foreground: ink, cursor: ink, cursorAccent: ground },
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(element)
  terminal.textarea?.setAttribute('aria-label', label)
  const encoder = new TextEncoder()
  terminal.onData((text) => onInput(encoder.encode(text)))
  terminal.onBinary((text) => onInput(Uint8Array.from(text, (letter) => letter.charCodeAt(0))))
  terminal.onResize(onResize)
  terminal.attachCustomKeyEventHandler((event) => {
    const isCommand = event.ctrlKey && !event.altKey && !event.metaKey
    const key = event.key.toLowerCase()
    if (event.key === 'F6') {
      if (event.type === 'keydown') onLeave()
      return false
    }
    // Left to the browser, which copies and pastes: with a selection Ctrl C does not mean to interrupt.
    if (isCommand && key === 'c' && (event.shiftKey || terminal.hasSelection())) {
      if (event.shiftKey) event.preventDefault()
      if (event.type === 'keydown' && event.shiftKey) document.execCommand('copy')
      return false
    }
    return !(isCommand && key === 'v')
  })
  const refit = () => {
    if (element.clientWidth > 0 && element.clientHeight > 0) fit.fit()
  }
  refit()
  const observer = new ResizeObserver(refit)
  observer.observe(element)
  return {
    write: (bytes, done) => terminal.write(bytes, done),
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    focus: () => terminal.focus(),
    text: () => terminal.getSelection() || allText(terminal),
    dispose: () => {
      observer.disconnect()
      terminal.dispose()
    },
  }
}
