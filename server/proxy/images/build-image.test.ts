import { describe, expect, it } from 'vitest'
import { splitBuildArgs } from './build-image'

describe('the arguments of a build', () => {
  it('are parted from the expressions among them', () => {
    expect(splitBuildArgs('{"constraint:node":"=n1","X":"1","Y":null}')).toEqual({
      expressions: ['constraint:node==n1'],
      rest: { X: '1', Y: null },
    })
  })
  it.each([null, '', 'null', '{}'])('may be none: %s', (text) => {
    expect(splitBuildArgs(text)).toEqual({ expressions: [], rest: {} })
  })
  it.each(['[]', '"x"', '{', '5'])('are refused as %s', (text) => {
    expect(() => splitBuildArgs(text)).toThrow(/^invalid buildargs: they are not/)
  })
})
