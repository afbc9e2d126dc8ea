import { describe, expect, it } from 'vitest'
import { shownText } from './shown-text'

describe('a file as it is shown', () => {
  it.each([
    ['DB_PASSWORD=hunter2', 'DB_PASSWORD=••••••'],
    ['export API_TOKEN="abc"', 'export API_TOKEN=••••••'],
    ['      POSTGRES_PASSWORD: hunter2', '      POSTGRES_PASSWORD: ••••••'],
    ['      - POSTGRES_PASSWORD=hunter2', '      - POSTGRES_PASSWORD=••••••'],
    ['    url: postgres://shop:hunter2@db/shop', '    url: postgres://shop:••••••@db/shop'],
  ])('%s hides its value', (text, shown) => {
    expect(shownText(text)).toBe(shown)
  })
  it.each([
    '      DB_PASSWORD: ${DB_PASSWORD:?set it}',
    'secrets:',
    '    secrets: [db_password]',
    '    image: redis:7',
    '  # the password is in .env',
  ])('%s stays', (text) => {
    expect(shownText(text)).toBe(text)
  })
})
