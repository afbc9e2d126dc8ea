import { expect, it } from 'vitest'
import { serviceVariable, withService } from './discovery-options'

it('takes the service from the environment where no option names it', () => {
  const named = new Map([['token.url', 'http://b']])
  const env = { [serviceVariable]: 'http://a' }
  expect(withService(new Map(), env).get('token.url')).toBe('http://a')
  expect(withService(named, env).get('token.url')).toBe('http://b')
  expect(withService(named, {}).get('token.url')).toBe('http://b')
  expect(withService(new Map(), { [serviceVariable]: '' }).size).toBe(0)
})
