import { describe, expect, it } from 'vitest'
import { holds, isExpressionError, parseExpression } from './expression'

function parsed(source: string) {
  const result = parseExpression(source)
  if (isExpressionError(result)) throw new Error(result.error)
  return result
}

const errorOf = (source: string) => {
  const result = parseExpression(source)
  return isExpressionError(result) ? result.error : null
}

const matches = (source: string, ...values: string[]) => {
  const expression = parsed(source)
  return holds(expression, values.some(expression.matches))
}

describe('grammar', () => {
  it.each([
    ['storage', 'One of operator ==, != is expected'],
    ['storage=ssd', 'One of operator ==, != is expected'],
    ['', 'One of operator ==, != is expected'],
    ['s==x', "Key 's' is invalid"],
    ['==x', "Key '' is invalid"],
    ['9zone==x', "Key '9zone' is invalid"],
    ['zo ne==x', "Key 'zo ne' is invalid"],
    ['zone!==x', "Key 'zone!' is invalid"],
    ['zone!=a==b', "Key 'zone!=a' is invalid"],
    ['zone==', "Value '' is invalid"],
    ['zone==~', "Value '~' is invalid"],
    ['zone==~~eu', "Value '~~eu' is invalid"],
    ['zone==a,b', "Value 'a,b' is invalid"],
    ['zone==a@b', "Value 'a@b' is invalid"],
    ['zone==a%', "Value 'a%' is invalid"],
    ['version==/\\d{2}/', "Value '/\\d{2}/' is invalid"],
    ['image==nginx@sha256:12', "Value 'nginx@sha256:12' is invalid"],
    ['zone==a\u00a0b', "Value 'a\u00a0b' is invalid"],
    ['zone==\u00e4', "Value '\u00e4' is invalid"],
  ])('refuses %j as classic Swarm does', (source, error) => {
    expect(errorOf(source)).toBe(error)
  })

  it.each(['zone==/', 'zone==~/', 'zone!=/'])('refuses %s, of which classic Swarm dies', (source) => {
    expect(errorOf(source)).toMatch(/^Value '~?\/' is invalid$/)
  })

  it.each([
    ['ab==x', 'ab', '==', 'x', false],
    ['_x!=y', '_x', '!=', 'y', false],
    ['com.docker.x-y==~a b', 'com.docker.x-y', '==', 'a b', true],
    ['Zone!=~/(?i)EU/', 'Zone', '!=', '/(?i)EU/', true],
    ['zone===x', 'zone', '==', '=x', false],
    ['zone==!x', 'zone', '==', '!x', false],
    ['zone==/~x/', 'zone', '==', '/~x/', false],
  ])('reads %s', (source, key, operator, value, soft) => {
    expect(parsed(source)).toMatchObject({ key, operator, value, soft })
  })
})

describe('matching', () => {
  it.each([
    ['glob is anchored', 'zone==eu', ['eu-1'], false],
    ['star in a glob', 'zone==eu*', ['eu-1'], true],
    ['other metacharacters of a glob stay regular', 'zone==e.-[12]', ['eu-1'], true],
    ['alternation in a glob splits the anchors', 'zone==a|b', ['xb'], true],
    ['regular expression is not anchored', 'zone==/u-/', ['eu-1'], true],
    ['case counts', 'zone==/EU/', ['eu-1'], false],
    ['unless (?i) says otherwise', 'zone==/(?i)EU/', ['eu-1'], true],
    ['empty regular expression', 'zone==//', [''], true],
    ['star matches an empty label', 'zone==*', [''], true],
    ['no candidates, ==', 'zone==*', [], false],
    ['no candidates, !=', 'zone!=*', [], true],
    ['one of several, ==', 'zone==eu', ['us', 'eu'], true],
    ['one of several, !=', 'zone!=eu', ['us', 'eu'], false],
    ['broken expression, ==', 'zone==/[/', ['['], false],
    ['broken expression, !=', 'zone!=/[/', ['['], true],
    ['a lookahead is not RE2', 'zone!=/(?/', ['x'], true],
    ['a dot does not match a line break', 'zone==a.b', ['a\nb'], false],
    ['dollar is the very end', 'zone==eu', ['eu\n'], false],
    ['\\s is ASCII', 'zone==/\\s/', ['\u00a0'], false],
    ['\\w is ASCII', 'zone==/^\\w$/', ['\u00e9'], false],
  ])('%s', (_name, source, values, expected) => {
    expect(matches(source, ...values)).toBe(expected)
  })

  it('takes no exponential time', () => {
    const startedAt = performance.now()
    expect(matches('zone==/^(a+)+$/', `${'a'.repeat(5_000)}b`)).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
