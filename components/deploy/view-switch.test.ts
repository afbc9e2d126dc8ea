import { describe, expect, test } from 'vitest'
import { shownView, withProgress, withText } from './view-switch'

describe('the view that is shown', () => {
  test.each([
    ['both', false, 'both'],
    ['both', true, 'text'],
    ['plan', true, 'plan'],
    ['plan', false, 'both'],
    ['board', true, 'board'],
  ] as const)('%s on a phone: %s is %s', (view, isPhone, shown) => expect(shownView(view, isPhone)).toBe(shown))

  test('is one with the progress after a deploy, with the text after an error was pressed', () => {
    expect([withProgress('form', false), withProgress('board', false), withProgress('form', true)]).toEqual([
      'form',
      'both',
      'plan',
    ])
    expect([withText('board', false), withText('board', true), withText('graph', false)]).toEqual([
      'board',
      'text',
      'text',
    ])
  })
})
