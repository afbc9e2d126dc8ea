import { describe, expect, it } from 'vitest'
import { hasLeadingTabs, withoutLeadingTabs } from './leading-tabs'

describe('tabs as indentation', () => {
  it('become spaces, those inside of lines stay', () => {
    const text = 'services:\n\tweb:\n\t\timage: nginx\t# a tab\n \t ports: []\n\t\n'
    expect(hasLeadingTabs(text)).toBe(true)
    const mended = withoutLeadingTabs(text)
    expect(mended).toBe('services:\n  web:\n    image: nginx\t# a tab\n   ports: []\n\t\n')
    expect(hasLeadingTabs(mended)).toBe(false)
  })

  it('are not seen where there are none', () => {
    const text = 'a: b\tc\n\n  d: e\n'
    expect(hasLeadingTabs(text)).toBe(false)
    expect(withoutLeadingTabs(text)).toBe(text)
  })
})
