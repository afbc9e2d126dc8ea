import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecretBox, keyBeside, keyBytes } from './secret-box'

const key = Buffer.alloc(keyBytes, 7)
const secret = 'pässword with • and space '

describe('a sealed secret', () => {
  const box = createSecretBox(key)

  it('opens with its key for what it was sealed for, and looks different each time', () => {
    const sealed = box.seal(secret, 'registry a ada')
    expect(box.open(sealed, 'registry a ada')).toBe(secret)
    expect(createSecretBox(Buffer.from(key)).open(sealed, 'registry a ada')).toBe(secret)
    expect(box.seal(secret, 'registry a ada')).not.toBe(sealed)
    expect(sealed).not.toContain(Buffer.from(secret).toString('base64url').slice(0, 8))
  })

  it('does not open with another key, nor in another row', () => {
    const sealed = box.seal(secret, 'registry a ada')
    expect(createSecretBox(Buffer.alloc(keyBytes, 8)).open(sealed, 'registry a ada')).toBeNull()
    expect(box.open(sealed, 'registry b ada')).toBeNull()
    expect(box.open(sealed, 'registry a eve')).toBeNull()
  })

  it('does not open when anything of it was changed, and damage of any kind throws nothing', () => {
    const sealed = box.seal(secret, 'x')
    const parts = sealed.split('.')
    for (const index of parts.keys()) {
      const changed = parts.map((part, at) =>
        at === index ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part,
      )
      expect(box.open(changed.join('.'), 'x')).toBeNull()
    }
    for (const text of ['', 'v1', 'v1...', secret, sealed.slice(0, -3), sealed.slice(1), `v2${sealed.slice(2)}`]) {
      expect(box.open(text, 'x')).toBeNull()
    }
  })
})

describe('the key beside the database', () => {
  let directory: string
  let file: string
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'lotse-key-'))
    file = path.join(directory, 'lotse.key')
  })
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  it('is made once, for its owner only, and leaves nothing else behind', () => {
    const made = keyBeside(directory)
    expect(made).toHaveLength(keyBytes)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(keyBeside(directory)).toEqual(made)
    expect(readdirSync(directory)).toEqual(['lotse.key'])
  })

  it('does not come out of what an earlier start left half made', () => {
    writeFileSync(`${file}.${process.pid}`, 'half', { mode: 0o644 })
    keyBeside(directory)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).not.toContain('half')
  })

  it('is refused when others can read it, or when it is damaged, and stays as it is', () => {
    keyBeside(directory)
    chmodSync(file, 0o640)
    expect(() => keyBeside(directory)).toThrow(/can be read by others/)
    chmodSync(file, 0o600)
    writeFileSync(file, 'AAAA\n')
    expect(() => keyBeside(directory)).toThrow(/is damaged/)
    expect(readFileSync(file, 'utf8')).toBe('AAAA\n')
  })

  it('that cannot be made says so', () => {
    const nowhere = path.join(directory, 'absent')
    expect(() => keyBeside(nowhere)).toThrow(/cannot be made or read/)
    expect(existsSync(nowhere)).toBe(false)
  })
})
