import { describe, expect, it } from 'vitest'
import {
  asStackName,
  composeFilesOf,
  deployRequestOf,
  emptyDraft,
  freePath,
  typedStackName,
  withContent,
  withFiles,
  withOrphan,
  withoutFile,
  withVariable,
} from './draft'

const file = (path: string, content = '') => ({ path, content })

describe('which files are merged', () => {
  it('takes the base before its overrides, however they were dropped', () => {
    const files = [file('.env'), file('compose.prod.yaml'), file('compose.yaml'), file('prometheus.yml')]
    expect(composeFilesOf(files)).toEqual(['compose.yaml', 'compose.prod.yaml'])
  })
  it('takes any YAML when no name says compose, but only at the top', () => {
    expect(composeFilesOf([file('conf/rules.yml'), file('v1-links.yml')])).toEqual(['v1-links.yml'])
  })
  it('finds none among other files', () => {
    expect(composeFilesOf([file('readme.md')])).toEqual([])
  })
})

describe('changes of a draft', () => {
  it('replaces a file of the same path and opens what came', () => {
    const first = withFiles(emptyDraft, [file('.env', 'A=1'), file('compose.yaml', 'one')])
    expect(first.active).toBe('compose.yaml')
    const second = withFiles(first, [file('compose.yaml', 'two')])
    expect(second.files.map((entry) => entry.content).sort()).toEqual(['A=1', 'two'])
  })
  it('opens another file when the open one goes', () => {
    const draft = withFiles(emptyDraft, [file('compose.yaml'), file('.env')])
    expect(withoutFile(draft, 'compose.yaml').active).toBe('.env')
    expect(withoutFile(draft, '.env').active).toBe('compose.yaml')
  })
  it('changes only the file that is written in', () => {
    const draft = withFiles(emptyDraft, [file('compose.yaml', 'a'), file('.env', 'b')])
    expect(withContent(draft, '.env', 'c').files).toEqual([file('compose.yaml', 'a'), file('.env', 'c')])
  })
  it('numbers a path that is taken', () => {
    const draft = withFiles(emptyDraft, [file('compose.yaml'), file('compose-2.yaml'), file('.env')])
    expect(freePath(draft, 'compose.yaml')).toBe('compose-3.yaml')
    expect(freePath(draft, 'other')).toBe('other')
  })
  it('sets and forgets variables and orphans', () => {
    const set = withVariable(emptyDraft, 'TAG', '2')
    expect(set.variables).toEqual({ TAG: '2' })
    expect(withVariable(set, 'TAG', null).variables).toEqual({})
    expect(withOrphan(withOrphan(emptyDraft, 'c1', true), 'c1', false).removeOrphans).toEqual([])
  })
  it('asks the server for what the draft holds', () => {
    const draft = { ...withFiles(emptyDraft, [file('compose.yaml', 'x'), file('.env')]), baseRevision: 3 }
    expect(deployRequestOf(draft)).toMatchObject({ composeFiles: ['compose.yaml'], baseRevision: 3, pull: 'missing' })
  })
})

describe('the name of a stack', () => {
  it.each([
    ['Voting App', 'voting-app'],
    ['_x', 'x'],
    ['ä', ''],
    ['a'.repeat(80), 'a'.repeat(63)],
    ['shop-', 'shop'],
  ])('%s becomes %s', (text, name) => {
    expect(asStackName(text)).toBe(name)
  })

  it('keeps the hyphen that somebody types between two words', () => {
    const typed = [...'My Shop-2'].reduce((name, letter) => typedStackName(name + letter), '')
    expect(typed).toBe('my-shop-2')
  })
})
