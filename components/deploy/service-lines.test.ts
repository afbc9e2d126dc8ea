import { describe, expect, it } from 'vitest'
import { serviceLinesOf } from './service-lines'

describe('the lines of services', () => {
  it('end where the next one or the section ends', () => {
    const text =
      'name: shop\nservices:\n  web:\n    image: a\n\n    ports: [80]\n  # next\n  "api":\n    image: b\nvolumes:\n  data:\n'
    expect(serviceLinesOf(text)).toEqual([
      { name: 'web', first: 3, last: 6 },
      { name: 'api', first: 8, last: 9 },
    ])
  })
  it('are found in a broken text, too', () => {
    expect(serviceLinesOf('services:\n  web:\n    image: [\n  api:\n   - ]\n').map(({ name }) => name)).toEqual([
      'web',
      'api',
    ])
  })
  it('are none without a section of services', () => expect(serviceLinesOf('web:\n  image: a\n')).toEqual([]))
})
