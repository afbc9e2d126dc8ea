'use client'

// The text of one file: CodeMirror with YAML, the server's own diagnostics on their lines, and nothing else. Loaded only
// when a deploy page is open; the draft, not the editor, owns the text.

import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { said } from '@/lib/client/said'
import type { Diagnostic } from '@/lib/contract/common'
import { looksLikeRun } from '@/lib/docker-run/convert-run'
import { composeLanguage } from './editor/compose-language'
import { hiddenCharacters } from './editor/hidden-characters'

export type CodeEditorProps = {
  path: string
  content: string
  readOnly?: boolean
  diagnostics: Diagnostic[]
  /** The editor's name. */
  label: string
  /** The lines of the service that the form shows. */
  lines?: { first: number; last: number } | null
  onChange: (content: string) => void
  /** Commands of `docker run` were pasted; true: they are taken care of and not inserted. */
  onRunPasted?: (text: string) => boolean
  /** The cursor went to another line. */
  onLine?: (line: number) => void
  /** Show this place and put the cursor there, unless it is only to be seen; a new object moves again. */
  goTo?: { line: number; column: number; isShownOnly?: boolean } | null
}

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--syntax-key)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--syntax-num)' },
  { tag: tags.comment, color: 'var(--ink-3)' },
  { tag: tags.string, color: 'var(--syntax-str)' },
  { tag: [tags.labelName, tags.typeName, tags.meta, tags.attributeName], color: 'var(--accent)' },
])

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--ink)', fontSize: 'var(--text-small)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--canvas)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-weak) !important' },
  '.cm-specialChar': { color: 'var(--fail)' },
  '.cm-of-service': { boxShadow: 'inset 2px 0 0 var(--accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', border: '1px solid var(--line-strong)', color: 'var(--ink)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent-weak)', color: 'var(--ink)' },
  '.cm-about': { maxWidth: '420px', padding: '6px 10px', fontFamily: 'var(--font-sans)', lineHeight: '17px' },
  '.cm-about span': { color: 'var(--ink-3)', marginLeft: '8px' },
  '.cm-tooltip.cm-completionInfo': { maxWidth: '320px', padding: '6px 10px', fontFamily: 'var(--font-sans)' },
  '.cm-panels': { backgroundColor: 'var(--canvas)', color: 'var(--ink)' },
})

type Lines = CodeEditorProps['lines']
const showLines = StateEffect.define<Lines>()
const ofService = Decoration.line({ class: 'cm-of-service' })

function linesOf(state: EditorState, lines: Lines): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  if (lines)
    for (let line = Math.max(1, lines.first); line <= Math.min(lines.last, state.doc.lines); line++) {
      const { from } = state.doc.line(line)
      builder.add(from, from, ofService)
    }
  return builder.finish()
}

/** An edge along the lines of the service that the form shows. */
const serviceLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) =>
    transaction.effects.reduce(
      (current, effect) => (effect.is(showLines) ? linesOf(transaction.state, effect.value) : current),
      marks.map(transaction.changes),
    ),
  provide: (field) => EditorView.decorations.from(field),
})

/** The smallest change that makes one text the other, so that cursor, folds and undo keep their places. */
function changeBetween(before: string, after: string): { from: number; to: number; insert: string } {
  const shortest = Math.min(before.length, after.length)
  let head = 0
  while (head < shortest && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) }
}

/** Marks of the diagnostics that concern this file; a place outside the text is moved to its end. */
function marksOf(state: EditorState, path: string, diagnostics: Diagnostic[]): Mark[] {
  const { doc } = state
  return diagnostics
    .filter((diagnostic) => diagnostic.position?.file === path)
    .map((diagnostic) => {
      const position = diagnostic.position ?? { line: 1, column: 1 }
      const line = doc.line(Math.min(Math.max(position.line, 1), doc.lines))
      const from = Math.min(line.from + Math.max(position.column - 1, 0), line.to)
      const endLine = doc.line(Math.min(diagnostic.position?.endLine ?? line.number, doc.lines))
      const end = endLine.from + (diagnostic.position?.endColumn ?? line.length + 1) - 1
      return {
        from,
        to: Math.max(from, Math.min(end, line.to)),
        severity: diagnostic.severity === 'hint' ? 'info' : diagnostic.severity,
        message: [diagnostic.message, ...(diagnostic.fix ? [diagnostic.fix] : [])].map((text) => said(text)).join(': '),
      }
    })
}

export default function CodeEditor(props: CodeEditorProps) {
  const { path, content, readOnly = false, diagnostics, lines, goTo } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const heard = useRef(props)
  heard.current = props
  const editable = useRef(new Compartment())
  const first = useRef({ content, readOnly })

  // One editor for each file: its undo history is its own.
  useEffect(() => {
    if (!place.current) return
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.current.content,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          serviceLines,
          hiddenCharacters,
          indentUnit.of('  '),
          /\.ya?ml$/i.test(path) ? [yaml(), composeLanguage] : [],
          syntaxHighlighting(highlight),
          look,
          editable.current.of(EditorState.readOnly.of(first.current.readOnly)),
          EditorView.contentAttributes.of({ 'aria-label': heard.current.label, tabindex: '0' }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap, indentWithTab]),
          EditorView.domEventHandlers({
            paste: (event) => {
              const text = event.clipboardData?.getData('text/plain') ?? ''
              if (!looksLikeRun(text) || !heard.current.onRunPasted?.(text)) return false
              event.preventDefault()
              return true
            },
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) heard.current.onChange(update.state.doc.toString())
            if (update.selectionSet && update.view.hasFocus)
              heard.current.onLine?.(update.state.doc.lineAt(update.state.selection.main.head).number)
          }),
        ],
      }),
    })
    view.current = editor
    return () => {
      editor.destroy()
      view.current = null
    }
  }, [path])
  first.current = { content, readOnly }

  useEffect(() => {
    const editor = view.current
    const before = editor?.state.doc.toString()
    // The editor keeps line breaks as \n; a text that differs by them alone is the same to it.
    if (!editor || before === undefined || before === content.replaceAll('\r\n', '\n')) return
    // A change from elsewhere is one step of undo, whatever was typed before it.
    editor.dispatch({ changes: changeBetween(before, content), annotations: isolateHistory.of('full') })
  }, [content])

  useEffect(() => {
    view.current?.dispatch({ effects: editable.current.reconfigure(EditorState.readOnly.of(readOnly)) })
  }, [readOnly])

  useEffect(() => {
    const editor = view.current
    if (editor) editor.dispatch(setDiagnostics(editor.state, marksOf(editor.state, path, diagnostics)))
  }, [path, diagnostics])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another editor, which knows no lines yet
  useEffect(() => {
    view.current?.dispatch({ effects: showLines.of(lines ?? null) })
  }, [path, lines])

  useEffect(() => {
    const editor = view.current
    if (!editor || !goTo) return
    const line = editor.state.doc.line(Math.min(Math.max(goTo.line, 1), editor.state.doc.lines))
    const anchor = Math.min(line.from + goTo.column - 1, line.to)
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
    if (!goTo.isShownOnly) editor.focus()
  }, [goTo])

  return <div ref={place} className="code-editor" />
}
